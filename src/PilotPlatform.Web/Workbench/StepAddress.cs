using System.Text.RegularExpressions;

namespace PilotPlatform.Web.Workbench;

/// <summary>Where forms are on their page, and what they may be about.</summary>
internal static partial class StepAddress
{
    /// <summary>Where one is led when a step was taken.</summary>
    public const string Done = "course";

    /// <summary>Id of a form on its page.</summary>
    public static string IdOf(StepForm form, string subject) => subject.Length == 0 ? form.Id : $"{form.Id}-{AnchorOf(subject)}";

    /// <summary>Id of what a form is about on its page.</summary>
    public static string AnchorOf(string subject) => subject.Replace('/', '-');

    /// <summary>What forms are about: its resource name below the programme.</summary>
    public static string SubjectOf(string programme, string name) => name.StartsWith(programme + "/", StringComparison.Ordinal) ? name[(programme.Length + 1)..] : name;

    /// <summary>The resource name of what a form is about; null if it names nothing below the commitment.</summary>
    public static string? NameOf(string commitment, string subject) =>
        subject.Length == 0 ? commitment : BelowCommitment().IsMatch(subject) ? $"{commitment}/{subject}" : null;

    /// <summary>The resource name of what a form of a desk is about; null if it names nothing that a desk holds.</summary>
    public static string? NameAtDesk(string programme, string subject) =>
        subject.Length == 0 ? programme : !AtDesk().IsMatch(subject) ? null : subject.StartsWith("ruleSets/", StringComparison.Ordinal) ? subject : $"{programme}/{subject}";

    [GeneratedRegex("^(progressReports|problems|evidence)/[0-9]{1,9}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BelowCommitment();

    [GeneratedRegex("^[A-Za-z]{1,30}/[A-Za-z0-9-]{1,64}(/[A-Za-z]{1,30}/[0-9]{1,19})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AtDesk();
}
