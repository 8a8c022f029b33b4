using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Cashback.Gateways.Tests;

public sealed class SandboxFileTests
{
    private const int Writers = 6;
    private const int Each = 200;

    /// <summary>Each writer is what one process has: a lock of its own, and the file that all share.</summary>
    [Fact]
    public async Task Lines_of_many_processes_in_one_file_are_whole_and_none_is_lost()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("cashback-sms-").FullName, "sms.log");
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(SandboxPost.FileSetting, file)]).Build();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var post = new SandboxPost(new SandboxOutbox(), settings);
                for (var i = 0; i < Each; i++)
                {
                    Assert.True(post.Put($"{writer}-{i}", new SandboxLetter(DateTimeOffset.UnixEpoch, "sms", "+79161234567", $"{writer}:{i}:{new string('ж', 200)}")));
                }
            },
            TaskCreationOptions.LongRunning)));

        var texts = File.ReadLines(file).Select(
            line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("text").GetString()!.Split(':')).ToList();
        Assert.Equal(Writers * Each, texts.Select(text => (text[0], text[1])).Distinct().Count());
        Assert.Equal(Writers * Each, texts.Count);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
