using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>A page of what is kept, with a form for each command on it.</summary>
/// <param name="Address">Address of the page.</param>
/// <param name="Key">Key of its words.</param>
/// <param name="New">Forms that are on none of its entries.</param>
/// <param name="OnEach">Forms that are on entries.</param>
/// <param name="ReadAsync">Reads its entries.</param>
public sealed record Desk(string Address, string Key, IReadOnlyList<StepForm> New, IReadOnlyList<StepForm> OnEach, Func<DeskQuestion, Task<DeskAnswer>> ReadAsync)
{
    /// <summary>Whether entries are asked for by city.</summary>
    public bool HasCities { get; init; } = true;

    /// <summary>Whether the forms above its entries add to them.</summary>
    public bool IsAddedTo { get; init; } = true;

    public StepForm? Find(string form) => New.Concat(OnEach).FirstOrDefault(f => f.Id == form);
}

/// <summary>Entries of a desk.</summary>
/// <param name="Rows">The entries, in the order in which they are shown.</param>
/// <param name="NextPageToken">Token of the next page; empty on the last.</param>
/// <param name="TotalSize">How many there are on all pages.</param>
public sealed record DeskAnswer(IReadOnlyList<DeskRow> Rows, string NextPageToken, int TotalSize)
{
    /// <summary>What is to be known before anything is done; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>The forms that are on none of its entries as they can be taken now; null for all, as they are.</summary>
    public IReadOnlyList<StepForm>? New { get; init; }

    /// <summary>A page of entries that were read whole.</summary>
    public static DeskAnswer Of<T>(DeskQuestion question, IReadOnlyList<T> all, Func<T, DeskRow> row)
    {
        var page = ListPages.Of(all, question.PageToken);
        return new DeskAnswer([.. page.Items.Select(row)], page.Next, page.TotalSize);
    }
}

/// <summary>An entry of a desk.</summary>
/// <param name="Name">Its resource name.</param>
/// <param name="Heading">What it is called.</param>
/// <param name="State">Where it stands, in the language of the page; empty for nowhere.</param>
/// <param name="Etag">Its etag; empty if it has none.</param>
public sealed record DeskRow(string Name, string Heading, string State, string Etag)
{
    /// <summary>Resource name of the task it is about; empty for none.</summary>
    public string Task { get; init; } = "";

    /// <summary>The edition that numbers the task; empty for the one that is shown.</summary>
    public string Edition { get; init; } = "";

    /// <summary>Resource name of the city it is of; empty for none.</summary>
    public string City { get; init; } = "";

    /// <summary>Address of a page of its own; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>Style of the mark of its state.</summary>
    public string Mark { get; init; } = "tag";

    /// <summary>Whether it is a part of the entry above it.</summary>
    public bool IsPart { get; init; }

    /// <summary>What else is known of it: keys of words, and texts; empty ones are left out.</summary>
    public IReadOnlyList<(string Key, string Text)> Facts { get; init; } = [];

    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>What somebody else has to do, since it is the caller's own, in the language of the page.</summary>
    public IReadOnlyList<string> ForOthers { get; init; } = [];

    /// <summary>The forms that it admits, with what their fields hold before anything is filled in.</summary>
    public IReadOnlyList<(StepForm Form, IReadOnlyDictionary<string, string> Known)> Forms { get; init; } = [];
}

/// <summary>A desk as it is looked at.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Question">What was asked of it.</param>
/// <param name="Answer">Its entries.</param>
/// <param name="Problems">What was wrong with a form; null for nothing.</param>
/// <param name="Secret">What is shown once; null for nothing.</param>
public sealed record DeskView(Desk Desk, DeskQuestion Question, DeskAnswer Answer, StepProblems? Problems, string? Secret)
{
    /// <summary>The forms above its entries for which the caller has the right anywhere.</summary>
    public IEnumerable<StepForm> New => (Answer.New ?? Desk.New).Where(IsFor);

    /// <summary>All forms that are shown.</summary>
    public IEnumerable<StepForm> Forms => New.Concat(Answer.Rows.SelectMany(row => row.Forms.Select(f => f.Form)));

    private bool IsFor(StepForm form) => Question.Caller.May(form.Right) || Question.CitiesFor(form).Count > 0;

    /// <summary>What the forms of an entry are about: its name below the programme.</summary>
    public string SubjectOf(DeskRow row) => StepAddress.SubjectOf(Question.Programme, row.Name);

    /// <summary>Where a form is posted to, with what was asked for, so that a refusal shows the same entries again.</summary>
    public string ActionOf(StepForm form) => Question.At($"{Desk.Address}/{form.Id}", Question.PageToken);
}
