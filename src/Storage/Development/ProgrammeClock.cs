namespace Cashback.Storage.Development;

/// <summary>
/// The clock's offset in the SQLite file: it survives a restart, and the database reads reminders by the same time.
/// Outside Development there is no adjustable clock, and the offset is reset to zero.
/// </summary>
internal sealed class ProgrammeClock(SqliteStore store, AdjustableClock? clock = null)
{
    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (clock is null)
        {
            await WriteAsync(0, cancellation);
            return;
        }

        await using var connection = await store.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT OffsetMs FROM ProgrammeClock";
        clock.Offset = TimeSpan.FromMilliseconds((long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Moves the clock forward to <paramref name="time"/>; a time that has passed changes nothing.</summary>
    public async Task MoveToAsync(DateTimeOffset time, CancellationToken cancellation)
    {
        var missing = time - clock!.GetUtcNow();
        if (missing <= TimeSpan.Zero)
        {
            return;
        }

        var offset = (long)Math.Ceiling((decimal)(clock.Offset + missing).Ticks / TimeSpan.TicksPerMillisecond);
        await WriteAsync(offset, cancellation);
        clock.Offset = TimeSpan.FromMilliseconds(offset);
    }

    private async Task WriteAsync(long offsetMs, CancellationToken cancellation)
    {
        await using var connection = await store.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE ProgrammeClock SET OffsetMs = @offset WHERE OffsetMs <> @offset";
        var parameter = command.CreateParameter();
        parameter.ParameterName = "offset";
        parameter.Value = offsetMs;
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
