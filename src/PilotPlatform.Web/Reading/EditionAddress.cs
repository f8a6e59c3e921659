using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Components;

namespace PilotPlatform.Web.Reading;

/// <summary>Which edition an address asks for; neither of both for the one that is decided with now.</summary>
/// <param name="Edition">Id of an edition, or its name.</param>
/// <param name="AsOf">A time by RFC 3339, in China if it names no zone, or a day, whose end in China is meant: the edition that was current then.</param>
public sealed record EditionAddress([property: FromQuery(Name = "edition")] string? Edition, [property: FromQuery(Name = "as_of")] string? AsOf)
{
    /// <summary>Times as RFC 3339 writes them, or as pages do, but for the zone.</summary>
    private static readonly string[] Times = [.. from between in new[] { "'T'", "' '" } from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" } select $"yyyy-MM-dd{between}{time}"];

    private static readonly string[] TimesOfAZone = [.. Times.Select(time => time + "K")];

    /// <summary>Asks for no edition.</summary>
    public static EditionAddress None { get; } = new(null, null);

    public bool IsAsked => !string.IsNullOrEmpty(Edition) || !string.IsNullOrEmpty(AsOf);

    /// <summary>The request for the programme as the edition has it.</summary>
    /// <exception cref="BadHttpRequestException">Both are asked for, or the time is none.</exception>
    public GetProgrammeRequest ToRequest(string programme) => new() { Name = programme, Edition = NameIn(programme), AsOfTime = Time };

    /// <summary>The time that is asked for; null for none.</summary>
    /// <exception cref="BadHttpRequestException">It is none, or an edition is asked for as well.</exception>
    public Timestamp? Time
    {
        get
        {
            if (string.IsNullOrEmpty(AsOf))
                return null;
            if (!string.IsNullOrEmpty(Edition))
                throw new BadHttpRequestException("An edition and a time cannot be asked for together.");
            if (DateOnly.TryParseExact(AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
                return Timestamp.FromDateTimeOffset(day.AddDays(1).BeginInShanghai().AddTicks(-1));
            if (DateTime.TryParseExact(AsOf, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var written) && written.Year is > 1 and < 9999)
                return Timestamp.FromDateTimeOffset(written.OfShanghai());
            return DateTimeOffset.TryParseExact(AsOf, TimesOfAZone, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
                ? Timestamp.FromDateTimeOffset(time)
                : throw new BadHttpRequestException($"'{AsOf}' is neither a day nor a time.");
        }
    }

    private string NameIn(string programme) => string.IsNullOrEmpty(Edition) ? "" : $"{programme}/editions/{ResourceIds.IdOf(Edition)}";
}
