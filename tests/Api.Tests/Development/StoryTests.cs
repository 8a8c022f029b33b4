using Cashback.Demo;

namespace Cashback.Api.Tests.Development;

public sealed class StoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_demos_story_goes_from_sign_in_to_top_up_with_every_balance_right()
    {
        await using var api = await TestApi.StartAsync();
        await using var told = new StringWriter();
        var right = await Story.RunAsync(api.Client, told);
        output.WriteLine(told.ToString());
        Assert.True(right, told.ToString());
    }
}
