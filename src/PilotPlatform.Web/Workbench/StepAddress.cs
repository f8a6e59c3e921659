using System.Text.RegularExpressions;

namespace PilotPlatform.Web.Workbench;

/// <summary>Where forms are on their page, and what they may be about.</summary>
internal static partial class StepAddress
{
    /// <summary>Where one is led when a step was taken.</summary>
    public const string Done = "course";

    /// <summary>Id of a form on its page.</summary>
    public static string IdOf(StepForm form, string subject) => subject.Length == 0 ? form.Id : $"{form.Id}-{subject.Replace('/', '-')}";

    /// <summary>The resource name of what a form is about; null if it names nothing below the commitment.</summary>
    public static string? NameOf(string commitment, string subject) =>
        subject.Length == 0 ? commitment : Below().IsMatch(subject) ? $"{commitment}/{subject}" : null;

    [GeneratedRegex("^(progressReports|problems|evidence)/[0-9]{1,9}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Below();
}
