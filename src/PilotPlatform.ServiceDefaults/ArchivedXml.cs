using System.IO.Compression;
using System.Xml;

namespace PilotPlatform.ServiceDefaults;

/// <summary>What the XML of an archive would ask of a library that makes objects of it: told before any is made.</summary>
public static class ArchivedXml
{
    /// <summary>
    /// Documents nest to some fifty. Libraries take the stack for each level, and a process whose stack is spent is gone with all that it serves.
    /// </summary>
    public const int Deepest = 500;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false };

    /// <summary>Reads every part as XML as far as it is any, and keeps nothing.</summary>
    /// <returns>The name of the first part whose elements nest too deep, null if none does; and how many elements there are up to there.</returns>
    public static (string? TooDeep, long Elements) Measure(ZipArchive archive)
    {
        var elements = 0L;
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            try
            {
                using var reader = XmlReader.Create(part, Settings); // looks at the first bytes already
                while (reader.Read())
                {
                    elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
                    if (reader.Depth > Deepest)
                        return (entry.FullName, elements);
                }
            }
            catch (XmlException)
            {
                // A picture, or XML that ends here for any reader.
            }
        }

        return (null, elements);
    }
}
