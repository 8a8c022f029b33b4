using Cashback.Installations;
using Cashback.Phones;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Grains.Tests.Rotation;

/// <summary>What holds "once per number" must hold whichever secret is the current one.</summary>
public sealed class NumberHashTests
{
    private static readonly Phone Number = new("+79161234567");
    private static readonly string Old = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string New = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    [Fact]
    public async Task A_numbers_hash_stays_when_the_secret_is_replaced_and_the_old_one_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-hash-").FullName;
        var before = await HashAsync(new() { ["Cashback:Secret"] = Old });
        var both = await HashAsync(new() { ["Cashback:Secret"] = Old, ["Cashback:Secrets:2"] = New, ["Cashback:CurrentSecret"] = "2" }, reseal: true);
        var after = await HashAsync(new() { ["Cashback:Secrets:2"] = New });
        Assert.Equal((before, before), (both, after));
        Directory.Delete(folder, recursive: true);

        async Task<string> HashAsync(Dictionary<string, string?> settings, bool reseal = false)
        {
            settings["Cashback:Storage:Data"] = folder;
            await using var programme = await TestProgramme.StartAsync(settings: settings);
            if (reseal)
            {
                await programme.Grains.GetGrain<IInstallationGrain>(GrainKeys.Installation).ResealAsync();
            }

            return await programme.Services.GetRequiredService<NumberHashes>().OfAsync(Number);
        }
    }

    [Fact]
    public async Task Without_the_secret_that_sealed_the_key_nobody_passes_for_a_new_number()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-hash-").FullName;
        foreach (var (settings, opened) in ((Dictionary<string, string?>, bool)[])
        [
            (new() { ["Cashback:Secret"] = Old }, true),
            (new() { ["Cashback:Secrets:2"] = New }, false),
        ])
        {
            settings["Cashback:Storage:Data"] = folder;
            await using var programme = await TestProgramme.StartAsync(settings: settings);
            var hash = await Record.ExceptionAsync(() => programme.Services.GetRequiredService<NumberHashes>().OfAsync(Number).AsTask());
            Assert.Equal(opened, hash is null);
        }

        Directory.Delete(folder, recursive: true);
    }
}
