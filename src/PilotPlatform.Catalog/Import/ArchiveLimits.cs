using System.IO.Compression;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog.Import;

/// <summary>Holds a ZIP archive against what a document can be, before anything is made of it: an archive of a few bytes can inflate to gigabytes.</summary>
internal static class ArchiveLimits
{
    private const int MostEntries = 2000;
    private const long MostInflated = 200L * 1024 * 1024;

    /// <summary>Text compresses to a tenth; a part above this ratio is none. Small parts are let pass.</summary>
    private const int HighestRatio = 150;
    private const long SmallPart = 1024 * 1024;

    /// <summary>Elements of all parts together: each takes some hundred bytes, and a list of ten thousand tasks has a tenth of it.</summary>
    private const int MostElements = 2_000_000;

    private const string MainPart = "word/document.xml";

    public static Fault? Check(byte[] source, CancellationToken cancellation)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(source, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostEntries)
                return Refused($"the archive has {archive.Entries.Count} parts, more than {MostEntries}");
            if (archive.Entries.Any(e => e.IsEncrypted))
                return Refused("the document is encrypted; save it without a password");
            if (archive.GetEntry(MainPart) is null)
                return Refused("the file is an archive but no Word document");
            return Inflate(archive, cancellation) ?? Nest(archive);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or NotSupportedException or OverflowException or ArgumentException)
        {
            return Refused("the document is damaged or cut short: its archive cannot be read");
        }
    }

    /// <summary>Inflates every part and keeps nothing: what an archive says of its sizes may be wrong.</summary>
    private static Fault? Inflate(ZipArchive archive, CancellationToken cancellation)
    {
        var buffer = new byte[81_920];
        long all = 0;
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            long own = 0;
            for (int read; (read = part.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                (own, all) = (own + read, all + read);
                if (all > MostInflated)
                    return Refused($"the archive inflates to more than {MostInflated / 1024 / 1024} MB");
                if (own > SmallPart && own > entry.CompressedLength * HighestRatio)
                    return Refused($"the part '{entry.FullName}' inflates to more than {HighestRatio} times its size, which no document does");
            }
        }

        return null;
    }

    private static Fault? Nest(ZipArchive archive) => ArchivedXml.Measure(archive) switch
    {
        ({ } part, _) => Refused($"the elements of the part '{part}' nest deeper than {ArchivedXml.Deepest}, which no document does"),
        (_, > MostElements) => Refused($"it has more than {MostElements} elements, which no document has"),
        _ => null,
    };

    private static Fault Refused(string problem) => Fault.Invalid("document", problem);
}
