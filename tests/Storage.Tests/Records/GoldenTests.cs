using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cashback.Subscribers;

namespace Cashback.Storage.Tests.Records;

/// <summary>
/// Golden files: records as released versions wrote them, <c>Golden/STATE.vN.json</c> or <c>Golden/STATE.vN-what.json</c>.
/// They must load for ever; those of the current form must also be written just so. A released file is never edited: a
/// form that changes gets a new file, and the old one stays.
/// </summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> StateNamesList() => [.. States.Names];

    /// <summary>With CASHBACK_WRITE_GOLDEN set to the folder of the golden files, a missing one is written there first.</summary>
    [Theory, MemberData(nameof(StateNamesList))]
    public void Every_state_has_a_golden_file(string name)
    {
        if (Directory.GetFiles(Folder, $"{name}.v*.json").Length > 0)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CASHBACK_WRITE_GOLDEN") is { Length: > 0 } target)
        {
            var sample = SampleJson.Of(States.All.Single(state => state.Name == name).StateType);
            File.WriteAllText(Path.Combine(target, $"{name}.v1.json"), sample.ToJsonString(Indented) + "\n");
        }

        Assert.Fail($"tests/Storage.Tests/Golden/{name}.v1.json is missing: a stored payload of the state '{name}', with every property that it can have.");
    }

    /// <summary>A property that is added gets a file that contains it; with CASHBACK_WRITE_GOLDEN it is written.</summary>
    [Theory, MemberData(nameof(StateNamesList))]
    public void Golden_files_hold_every_property_of_the_state(string name)
    {
        var sample = SampleJson.Of(States.All.Single(state => state.Name == name).StateType);
        var held = Directory.GetFiles(Folder, $"{name}.v*.json").SelectMany(file => PathsOf(JsonNode.Parse(File.ReadAllText(file)), ""));
        var missing = PathsOf(sample, "").Except(held).ToList();
        if (missing.Count > 0 && Environment.GetEnvironmentVariable("CASHBACK_WRITE_GOLDEN") is { Length: > 0 } target)
        {
            File.WriteAllText(Path.Combine(target, $"{name}.v1-{missing[0].Split('.')[^1].TrimEnd('[', ']')}.json"), sample.ToJsonString(Indented) + "\n");
        }

        Assert.True(
            missing.Count == 0,
            $"No golden file of '{name}' has {string.Join(", ", missing)}. With CASHBACK_WRITE_GOLDEN set to the full path of tests/Storage.Tests/Golden one is written.");
    }

    [Theory, MemberData(nameof(Files))]
    public void Golden_file_loads_and_is_written_as_it_was(string file)
    {
        var name = file[..file.IndexOf('.', StringComparison.Ordinal)];
        var state = Assert.Single(States.All, state => state.Name == name);
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

        var loaded = JsonSerializer.Deserialize(golden, state.StateType, StateJson.Options)!;
        var written = JsonSerializer.SerializeToNode(loaded, state.StateType, StateJson.Options)!;

        Assert.NotNull(state.StateType.GetProperty("Record")!.GetValue(loaded));
        var current = (int)state.StateType.GetProperty("SchemaVersion")!.GetValue(Activator.CreateInstance(state.StateType))!;
        if ((int)golden["schemaVersion"]! == current)
        {
            Assert.True(JsonNode.DeepEquals(golden, written), $"{file} is now written as {written.ToJsonString()}");
        }
    }

    /// <summary>Records copy the lines as raw JSON, so each is tested by itself.</summary>
    [Theory]
    [InlineData("subscriber", "history", "tail")]
    public void Lines_of_the_history_load_and_are_written_as_they_were(string state, params string[] path)
    {
        var lines = Directory.GetFiles(Folder, $"{state}.v*.json")
            .Select(file => path.Aggregate(JsonNode.Parse(File.ReadAllText(file))!["record"], (node, name) => node?[name]))
            .OfType<JsonArray>().SelectMany(array => array).ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, golden =>
        {
            var written = JsonNode.Parse(StateJson.ToBytes(golden.Deserialize<HistoryLine>(StateJson.Options)!));
            Assert.True(JsonNode.DeepEquals(golden, written), $"A line of {state} is now written as {written!.ToJsonString()}");
        });
    }

    /// <summary>
    /// A converter or an encoder in the options, or one context that differs from them, and every save walks metadata instead.
    /// </summary>
    [Fact]
    public void States_are_written_by_generated_code()
    {
        var contexts = typeof(StateJson).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext))).ToList();

        Assert.Empty(StateJson.Options.Converters);
        Assert.Null(StateJson.Options.Encoder);
        Assert.NotEmpty(contexts);
        Assert.All(contexts, type =>
        {
            var own = ((JsonSerializerContext)type.GetProperty("Default")!.GetValue(null)!).Options;
            Assert.Equal(
                (StateJson.Options.PropertyNamingPolicy, StateJson.Options.DefaultIgnoreCondition),
                (own.PropertyNamingPolicy, own.DefaultIgnoreCondition));
        });
    }

    private static IEnumerable<string> PathsOf(JsonNode? node, string path) => node switch
    {
        JsonObject properties => properties.SelectMany(property => PathsOf(property.Value, $"{path}.{property.Key}").Prepend($"{path}.{property.Key}")),
        JsonArray elements => elements.SelectMany(element => PathsOf(element, path + "[]")),
        _ => [],
    };
}
