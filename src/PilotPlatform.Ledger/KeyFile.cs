namespace PilotPlatform.Ledger;

/// <summary>A secret in a file that only its owner reads.</summary>
public static class KeyFile
{
    /// <summary>
    /// Makes a file under another name and moves it there whole. It is durable when this returns: what is signed or derived with it may be
    /// on the disk a moment later, and must not outlive it.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, or there is one already.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written there.</exception>
    public static void Create(string path, string content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            using (var text = new StreamWriter(file, leaveOpen: true))
                text.WriteLine(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        DurableFolder.Flush(folder);
    }
}
