using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.Web.Workbench;

/// <summary>A command as a form.</summary>
/// <param name="Id">Key of its words, and its id on a page.</param>
/// <param name="Right">The right it needs.</param>
/// <param name="Fields">What is filled in.</param>
/// <param name="SendAsync">Sends it; a task of <see cref="Taken"/> where more is to be said than that it was done.</param>
public sealed record StepForm(string Id, Right Right, IReadOnlyList<StepField> Fields, Func<CommandClients, Posted, CancellationToken, Task> SendAsync)
{
    public StepForm(WorkflowStep step, Right right, IReadOnlyList<StepField> fields, Func<CommandClients, Posted, CancellationToken, Task> sendAsync)
        : this(step.ToString(), right, fields, sendAsync) => Step = step;

    /// <summary>A command that makes an entry.</summary>
    /// <param name="id">Key of its words, and its id on a page.</param>
    /// <param name="right">The right it needs.</param>
    /// <param name="fields">What is filled in.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="nameOf">Resource name of what it made.</param>
    public static StepForm Making<T>(string id, Right right, IReadOnlyList<StepField> fields, Func<CommandClients, Posted, CancellationToken, AsyncUnaryCall<T>> send, Func<T, string> nameOf)
    {
        return new(id, right, fields, MakeAsync);

        async Task<Taken> MakeAsync(CommandClients clients, Posted form, CancellationToken stop) => new(Made: nameOf(await send(clients, form, stop)));
    }

    /// <summary>The step that the state of a commitment has to admit; unspecified for a form that is on none.</summary>
    public WorkflowStep Step { get; }

    /// <summary>What is to be thought of before it is done, in the language of the page; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Resource names of the cities in which there is something to do; null for all.</summary>
    public IReadOnlyList<string>? Cities { get; init; }

    /// <summary>Whether a file goes with it.</summary>
    public bool HasFile => Fields.Any(f => f.Kind == FieldKind.File);

    /// <summary>Sends it, and says where it leads.</summary>
    public async Task<Taken> TakeAsync(CommandClients clients, Posted posted, CancellationToken stop)
    {
        var sent = SendAsync(clients, posted, stop);
        await sent;
        return sent is Task<Taken> taken ? await taken : new Taken();
    }
}

/// <summary>What came of a form.</summary>
/// <param name="Next">The page one is led to; null for back to the one that has the form.</param>
/// <param name="Secret">What is shown once, and is not kept; null for nothing.</param>
/// <param name="Made">Resource name of the entry that it made; null for none.</param>
/// <param name="Count">How many entries it was done to; null where that goes without saying.</param>
public sealed record Taken(string? Next = null, string? Secret = null, string? Made = null, int? Count = null);
