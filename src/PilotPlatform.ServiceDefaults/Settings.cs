using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PilotPlatform.ServiceDefaults;

/// <summary>Settings as they are written, or a sentence why not: a name that no one reads is a mistake, not a wish.</summary>
public static class Settings
{
    /// <summary>Options read from a section; refused at the start if the section has a name or a value that they cannot have.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this WebApplicationBuilder builder, string section)
        where T : class => builder.Services.AddOptions<T>().ValidateOnStart().Configure<IConfiguration>((options, configuration) =>
        {
            var known = typeof(T).GetProperties().Select(property => property.Name).ToArray();
            if (configuration.GetSection(section).GetChildren().FirstOrDefault(said => !known.Contains(said.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw new OptionsValidationException(section, typeof(T), [$"The settings of {section} cannot be used: there is no '{unknown.Path}', there are {string.Join(", ", known)}."]);
            try
            {
                configuration.GetSection(section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            }
            catch (InvalidOperationException failed)
            {
                throw new OptionsValidationException(section, typeof(T), [$"The settings of {section} cannot be used: {Innermost(failed).Message}"]);
            }
        });

    private static Exception Innermost(Exception failed) => failed.InnerException is FormatException or null ? failed : Innermost(failed.InnerException);
}
