using Cashback.Programme;
using Cashback.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cashback.Api.Tests.Hosting;

/// <summary>What keeps a store and a Development installation to the machine and the user that run them.</summary>
public sealed class OwnMachineTests
{
    [Theory]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1:0;http://[::1]:8080", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://192.168.1.7:8080", false)]
    [InlineData("http://localhost:8080;http://cashback.example.com", false)]
    public void Development_listens_on_this_machine_only_unless_it_is_told_so_twice(string urls, bool allowed)
    {
        Assert.Equal(allowed, Allows(Environments.Development, ("urls", urls)));
        Assert.Equal(allowed, Allows(Environments.Development, ("urls", urls), beyond: true));
        Assert.Equal(allowed, Allows(Environments.Development, ("urls", urls), unreal: true));
        Assert.True(Allows(Environments.Development, ("urls", urls), beyond: true, unreal: true));
        Assert.True(Allows(Environments.Production, ("urls", urls)));
    }

    [Theory]
    [InlineData("http_ports", "8080", false)]
    [InlineData("Kestrel:Endpoints:Other:Url", "http://0.0.0.0:9000", false)]
    [InlineData("Kestrel:Endpoints:Other:Url", "http://127.0.0.1:9000", true)]
    public void Other_settings_that_open_a_port_count_as_well(string setting, string value, bool allowed) =>
        Assert.Equal(allowed, Allows(Environments.Development, (setting, value)));

    [Fact]
    public void The_refusal_says_how_to_say_so_twice()
    {
        var refused = Assert.Throws<StartupException>(() => Check(Environments.Development, ("urls", "http://0.0.0.0:8080"), false, false));

        Assert.Contains("http://0.0.0.0:8080", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Cashback__Development__BeyondLoopback=true Cashback__Development__NothingIsReal=true", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_store_are_their_owners_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var made = Path.Combine(Directory.CreateTempSubdirectory("cashback-modes-").FullName, "data");
        await using (var api = await TestApi.StartAsync($"Cashback:Storage:Data={made}"))
        {
            await api.SignInAsync();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(made));
            Assert.Superset(new HashSet<string> { "cashback.db", "cashback.db-wal", "cashback.lock", "secret" }, Directory.GetFiles(made).Select(Path.GetFileName).ToHashSet()!);
            Assert.All(Directory.GetFiles(made), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
        }

        // One of before, which others could read.
        OpenToAll(Path.Combine(made, "cashback.db"));
        OpenToAll(made);
        await using (await TestApi.StartAsync($"Cashback:Storage:Data={made}"))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Path.Combine(made, "cashback.db")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(made));
        }

        Directory.Delete(Path.GetDirectoryName(made)!, recursive: true);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static void OpenToAll(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static bool Allows(string environment, (string Name, string Value) setting, bool beyond = false, bool unreal = false)
    {
        try
        {
            Check(environment, setting, beyond, unreal);
            return true;
        }
        catch (StartupException)
        {
            return false;
        }
    }

    private static void Check(string environment, (string Name, string Value) setting, bool beyond, bool unreal) => ListenCheck.Check(
        new ConfigurationBuilder().AddInMemoryCollection([new(setting.Name, setting.Value)]).Build(),
        new Named(environment),
        new DevelopmentSettings { BeyondLoopback = beyond, NothingIsReal = unreal });

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
