using System.IO.Compression;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>Holds a file against what a workbook can be, before anything is made of it: an archive of a few bytes can inflate to gigabytes.</summary>
internal static class WorkbookGuard
{
    private const int MostParts = 1000;
    private const long MostInflated = 64L * 1024 * 1024;

    /// <summary>A form of ten thousand rows has a tenth of it; each tag becomes an object when it is read.</summary>
    private const long MostTags = 2_000_000;
    private const string MainPart = "xl/workbook.xml";
    private const string ContentTypes = "[Content_Types].xml";

    public static Fault? Check(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts)
                return Fault.WorkbookTooLarge($"it has {archive.Entries.Count} parts, more than {MostParts}");
            if (archive.Entries.Any(e => e.IsEncrypted))
                return Fault.WorkbookDamaged("it is encrypted");
            if (Inflate(archive) is { } bomb)
                return bomb;
            if (ArchivedXml.Measure(archive).TooDeep is { } deep)
                return Fault.WorkbookDamaged($"the elements of the part '{deep}' nest deeper than {ArchivedXml.Deepest}");
            if (archive.Entries.FirstOrDefault(e => IsProgram(e.FullName)) is { } program)
                return Fault.WorkbookHasMacros(program.FullName);
            if (archive.Entries.FirstOrDefault(e => IsElsewhere(e.FullName)) is { } link)
                return Fault.WorkbookHasExternalLinks(link.FullName);
            if (archive.GetEntry(MainPart) is null || archive.GetEntry(ContentTypes) is not { } types)
                return Fault.WorkbookDamaged("it is an archive, but no workbook");
            using var reader = new StreamReader(types.Open());
            return reader.ReadToEnd().Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) ? Fault.WorkbookHasMacros(ContentTypes) : null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or NotSupportedException or OverflowException or ArgumentException)
        {
            return Fault.WorkbookDamaged("it is no archive, or one that is cut short");
        }
    }

    /// <summary>Whether a part takes its values from somewhere else; addresses that people wrote in a text do not.</summary>
    private static bool IsElsewhere(string part) =>
        part.StartsWith("xl/externalLinks/", StringComparison.OrdinalIgnoreCase) || part.StartsWith("xl/queryTables/", StringComparison.OrdinalIgnoreCase)
        || part.Equals("xl/connections.xml", StringComparison.OrdinalIgnoreCase);

    private static bool IsProgram(string part) =>
        part.Contains("vbaProject", StringComparison.OrdinalIgnoreCase) || part.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase)
        || part.StartsWith("xl/dialogsheets/", StringComparison.OrdinalIgnoreCase) || part.StartsWith("xl/activeX/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Inflates every part and keeps nothing: what an archive says of its sizes may be wrong.</summary>
    private static Fault? Inflate(ZipArchive archive)
    {
        var buffer = new byte[81_920];
        var (all, tags) = (0L, 0L);
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (int read; (read = part.Read(buffer)) > 0;)
            {
                if ((all += read) > MostInflated)
                    return Fault.WorkbookTooLarge($"it inflates to more than {MostInflated / 1024 / 1024} MB");
                if ((tags += buffer.AsSpan(0, read).Count((byte)'<')) > MostTags)
                    return Fault.WorkbookTooLarge($"it has more than {MostTags} tags");
            }
        }

        return null;
    }
}
