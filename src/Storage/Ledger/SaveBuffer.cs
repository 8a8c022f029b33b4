using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>
/// The records of a save are serialised one after the other into one pooled array. One buffer for each thread is enough,
/// since serialising never awaits.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The JSON writer holds nothing but this buffer.")]
internal sealed class SaveBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 8192;
    private const int KeptSizeMax = 64 * 1024;
    private const int KeptOfEachSize = 1024;

    // Arrays are taken by the threads of the grains and given back by a writer's, hundreds at once: the shared pool keeps
    // some tens and would leave the rest to the collector. The few that are larger are the shared pool's.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(KeptSizeMax, KeptOfEachSize);

    [ThreadStatic]
    private static SaveBuffer? _ofThisThread;

    private readonly List<int> _ends = [];
    private readonly Utf8JsonWriter _json;
    private byte[] _bytes = [];
    private int _written;

    private SaveBuffer() =>
        _json = new(this, StateJson.Writing);

    /// <summary>This thread's, empty, whatever became of what was written to it before.</summary>
    public static SaveBuffer Take()
    {
        var buffer = _ofThisThread ??= new();
        buffer._written = 0;
        buffer._ends.Clear();
        return buffer;
    }

    public void Write(object state, JsonTypeInfo type)
    {
        _json.Reset(this);
        JsonSerializer.Serialize(_json, state, type);
        _json.Flush();
        _ends.Add(_written);
    }

    /// <summary>The length of what was written so far.</summary>
    public int Length => _written;

    /// <returns>The bytes, now the caller's to give back (<see cref="GiveBack"/>), and where each record ends; valid until the
    /// next one is taken.</returns>
    public (byte[] Bytes, List<int> Ends) Detach()
    {
        var bytes = _bytes;
        _bytes = [];
        return (bytes, _ends);
    }

    public static void GiveBack(byte[] bytes) => PoolOf(bytes.Length).Return(bytes);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_written);
    }

    private void Grow(int sizeHint)
    {
        var needed = _written + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var size = Math.Max(needed, Math.Max(_bytes.Length * 2, FirstSize));
        var larger = PoolOf(size).Rent(size);
        _bytes.AsSpan(0, _written).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            GiveBack(_bytes);
        }

        _bytes = larger;
    }

    private static ArrayPool<byte> PoolOf(int size) => size <= KeptSizeMax ? Pool : ArrayPool<byte>.Shared;
}
