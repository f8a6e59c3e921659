using System.Collections;
using System.ComponentModel;
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
            var said = configuration.GetSection(section);
            if (Problems(typeof(T), said).FirstOrDefault() is { } problem)
                throw new OptionsValidationException(section, typeof(T), [$"The settings of {section} cannot be used: {problem}."]);
            said.Bind(options);
        });

    private static IEnumerable<string> Problems(Type type, IConfigurationSection section)
    {
        var known = type.GetProperties();
        return section.GetChildren().SelectMany(said => Array.Find(known, property => property.Name.Equals(said.Key, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => [$"there is no '{said.Path}', there are {string.Join(", ", known.Select(property => property.Name))}"],
            { PropertyType: var list } when list != typeof(string) && list.IsAssignableTo(typeof(IEnumerable)) => [],
            { PropertyType: var kind } when said.Value is { } value => Reads(kind, value) ? [] : [$"'{said.Path}' cannot be '{value}'"],
            { PropertyType: var kind } => Problems(kind, said),
        });
    }

    private static bool Reads(Type type, string value)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception failed) when (failed is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }
}
