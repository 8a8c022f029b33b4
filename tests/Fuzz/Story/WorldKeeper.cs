using Cashback.Fuzz.Description;

namespace Cashback.Fuzz.Story;

/// <summary>Keeps its people signed in while requests sign them out, or make them leave.</summary>
internal sealed class WorldKeeper(ServiceClient service, Stories stories, World world) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile World _world = world;

    public World World => _world;

    /// <summary>Somebody who should have been known was not.</summary>
    public async Task RenewAsync(World used, Caller caller, Operation operation)
    {
        await _gate.WaitAsync();
        try
        {
            if (!ReferenceEquals(used, _world))
            {
                return;
            }

            _world = caller is Caller.Subscriber && operation.EndsCaller ? used with { Visitor = await stories.NewMemberAsync() }
                : caller is Caller.Subscriber && await RefreshAsync(used.Main) is { } main ? used with { Main = main }
                : await stories.PrepareAsync();
        }
        catch (StoryException)
        {
            // Sign-in has limits, too. The next one who is not known tries again.
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Member?> RefreshAsync(Member member)
    {
        try
        {
            return await service.RefreshAsync(member);
        }
        catch (StoryException)
        {
            return null;
        }
    }
}
