using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cashback.Programme;

/// <summary>Settings that find what is wrong with them.</summary>
public interface ICheckedSettings
{
    /// <summary>Each begins with the name of the setting in its section, and says what is expected.</summary>
    IEnumerable<string> Faults();
}

public static class CheckedSettings
{
    /// <summary>
    /// Settings of a section. With a fault in them the process does not start; the faults of all sections are reported together,
    /// each with the full name of its setting.
    /// </summary>
    /// <param name="name">Of several of one type; null: there is one.</param>
    public static OptionsBuilder<T> AddCheckedSettings<T>(this IServiceCollection services, string section, string? name = null)
        where T : class, ICheckedSettings
    {
        services.AddSingleton<IValidateOptions<T>>(new Check<T>(section, name ?? Options.DefaultName));
        services.AddSingleton<IOptionsChangeTokenSource<T>>(provider =>
            new ConfigurationChangeTokenSource<T>(name, provider.GetRequiredService<IConfiguration>()));
        return services.AddOptions<T>(name)
            .Configure<IConfiguration>((settings, configuration) => Bind(settings, configuration.GetSection(section)))
            .ValidateOnStart();
    }

    /// <summary>
    /// Checks all sections. To be called on a host before it starts: at its start it would construct background services first.
    /// </summary>
    public static void CheckSettings(this IServiceProvider services) => services.GetService<IStartupValidator>()?.Validate();

    /// <summary>The faults of settings that are a part of others.</summary>
    public static IEnumerable<string> Within(this IEnumerable<string> faults, string part) => faults.Select(fault => $"{part}:{fault}");

    /// <summary>The fault of one setting.</summary>
    public static string Fault(string setting, object? value, string expected) => $"{setting} is '{value}'; expected is {expected}.";

    /// <exception cref="OptionsValidationException">A text is no value of its setting's type.</exception>
    public static void Bind<T>(T settings, IConfiguration section)
        where T : class
    {
        try
        {
            section.Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            // The outer message names the setting, the inner one says what is wrong with its text.
            throw new OptionsValidationException(
                Options.DefaultName, typeof(T), [e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message]);
        }
    }

    private sealed class Check<T>(string section, string of) : IValidateOptions<T>
        where T : class, ICheckedSettings
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            if (name != of)
            {
                return ValidateOptionsResult.Skip;
            }

            var faults = options.Faults().Within(section).ToArray();
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
