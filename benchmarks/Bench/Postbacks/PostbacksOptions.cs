namespace Cashback.Benchmarks.Postbacks;

/// <summary>What <c>./bench postbacks</c> was asked for.</summary>
internal sealed record PostbacksOptions(
    int Postbacks,
    int Subscribers,
    int Stores,
    IReadOnlyList<int> Connections,
    IReadOnlyList<Mix> Mixes,
    IReadOnlyList<Variant> Variants,
    bool Cold,
    int Rounds,
    bool Quick)
{
    private static readonly int[] Usual = [16, 64, 256];

    /// <summary>
    /// Messages in each round before the measured ones: all sessions open, all code compiled. The runtime compiles hot code
    /// anew in the background, which takes it a minute or two under this load; a service that runs for weeks has that behind it.
    /// </summary>
    public int WarmUp => Math.Max(2_000, Postbacks);

    /// <summary>Rounds of warming up, if the compiler does not come to rest earlier.</summary>
    public int WarmUpRoundsMax => Quick ? 1 : 12;

    public static PostbacksOptions Read(Arguments arguments)
    {
        var quick = arguments.Flag("--quick");
        return new(
            arguments.Number("--postbacks", quick ? 4_000 : 50_000),
            arguments.Number("--subscribers", quick ? 2_000 : 100_000),
            arguments.Number("--stores", quick ? 20 : 200),
            arguments.Numbers("--connections", quick ? [16] : Usual),
            arguments.Choices(
                "--mix", Enum.GetValues<Mix>().ToDictionary(mix => mix.ToString().ToLowerInvariant()), Enum.GetValues<Mix>()),
            arguments.Choices("--variants", Variant.All.ToDictionary(variant => variant.Name), Variant.All),
            arguments.Flag("--cold"),
            arguments.Number("--rounds", 1),
            quick);
    }

    /// <summary>The cells of the table: uniform at each number of connections, the others at the middle one.</summary>
    public IEnumerable<(Mix Mix, int Connections)> Cells() =>
        from mix in Mixes
        from connections in mix == Mix.Uniform || Connections.Count < 2 ? Connections : [Connections[Connections.Count / 2]]
        select (mix, connections);
}
