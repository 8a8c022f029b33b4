using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cashback.Programme;

/// <summary>Settings that say themselves what is wrong with them.</summary>
public interface ICheckedSettings
{
    /// <summary>Each begins with the name of the setting in its section, and says what is expected.</summary>
    IEnumerable<string> Faults();
}

public static class CheckedSettings
{
    /// <summary>Settings of a section. With a fault in them the process does not start, and names the setting.</summary>
    /// <param name="name">Of several of one type; null: there is one.</param>
    public static IServiceCollection AddCheckedSettings<T>(this IServiceCollection services, string section, string? name = null)
        where T : class, ICheckedSettings
    {
        services.AddOptions<T>(name).BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(new Check<T>(section, name ?? Options.DefaultName));
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

            var faults = options.Faults().Select(fault => $"{section}:{fault}").ToArray();
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
