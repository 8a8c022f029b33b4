using Cashback.Demo;

if (args is not [var address] || !Uri.TryCreate(address, UriKind.Absolute, out var url))
{
    await Console.Error.WriteLineAsync("usage: Cashback.Demo URL (of a facade started empty, in Development)");
    return 2;
}

using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
return await Story.RunAsync(http, Console.Out) ? 0 : 1;
