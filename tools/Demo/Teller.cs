namespace Cashback.Demo;

/// <summary>Tells the story step by step, with the balance after each, and remembers whether all of them were right.</summary>
public sealed class Teller(Programme programme, TextWriter output)
{
    private int _step;

    public int Wrong { get; private set; }

    /// <summary>Prints what happened and the balance after it, and compares that with what it must be.</summary>
    public async Task StepAsync(string what, long available = 0, long savings = 0, long month = 0, long pending = 0, long inPayout = 0)
    {
        var balance = (await programme.AccountAsync()).Balance;
        var expected = new Balance(available, savings, month, pending, balance.CapRemaining, inPayout);
        await output.WriteLineAsync($"{++_step,3}. {what}");
        if (balance == expected)
        {
            await output.WriteLineAsync($"     {balance}");
        }
        else
        {
            Wrong++;
            await output.WriteLineAsync($"     WRONG {balance}");
            await output.WriteLineAsync($"     must be {expected}");
        }
    }

    public Task SayAsync(string text) => output.WriteLineAsync("     " + text);

    public async Task CheckAsync(bool right, string what)
    {
        if (!right)
        {
            Wrong++;
            await output.WriteLineAsync($"     WRONG: {what}");
        }
    }
}
