using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;

namespace PilotPlatform.Web.Desks;

/// <summary>Addresses that changes are sent to, and what could not be sent.</summary>
internal static class SubscriptionDesk
{
    private static readonly StepForm Create = new("CreateSubscription", Right.KeepSubscriptions,
        [new("address", FieldKind.Address), new("description", FieldKind.Line), Optional("city", FieldKind.City), Optional("province", FieldKind.Province), Optional("pilot_task", FieldKind.Number)], CreateAsync);

    private static readonly StepForm Rotate = new("RotateSubscriptionSecret", Right.KeepSubscriptions, [], RotateAsync);

    private static readonly StepForm Resume = new("ResumeSubscription", Right.KeepSubscriptions, [],
        (c, f, stop) => c.Watch.ResumeSubscriptionAsync(new() { Name = f.Name, RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Delete = new("DeleteSubscription", Right.KeepSubscriptions, [],
        (c, f, stop) => c.Watch.DeleteSubscriptionAsync(new() { Name = f.Name, RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Redeliver = new("RedeliverDeadLetter", Right.KeepSubscriptions, [],
        (c, f, stop) => c.Watch.RedeliverDeadLetterAsync(new() { Name = f.Name, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Discard = new("DeleteDeadLetter", Right.KeepSubscriptions, [],
        (c, f, stop) => c.Watch.DeleteDeadLetterAsync(new() { Name = f.Name, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/subscriptions", "subscriptions", [Create], [Rotate, Resume, Delete, Redeliver, Discard], ReadAsync) { HasCities = false };

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListSubscriptionsRequest { Parent = question.Programme, PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.Watch.ListSubscriptionsAsync(request, cancellationToken: question.Stop);
        var rows = new List<DeskRow>();
        foreach (var subscription in list.Subscriptions)
        {
            rows.Add(Row(question, subscription));
            if (subscription.DeadLetterCount > 0)
            {
                var letters = await question.Clients.Watch.ListDeadLettersAsync(new() { Parent = subscription.Name, PageSize = DeskQuestion.PageSize }, cancellationToken: question.Stop);
                rows.AddRange(letters.DeadLetters.Select(letter => Row(question, subscription, letter)));
            }
        }

        return new DeskAnswer(rows, list.NextPageToken, list.TotalSize);
    }

    private static DeskRow Row(DeskQuestion question, Subscription subscription)
    {
        var may = IsKeeper(question, subscription);
        var isActive = subscription.State == Subscription.Types.State.Active;
        return new DeskRow(subscription.Name, subscription.Description, question.Words[$"Subscription{subscription.State}"], subscription.Etag)
        {
            City = subscription.City,
            Task = subscription.PilotTask,
            Edition = subscription.Edition,
            Mark = isActive ? "mark a" : "mark f",
            Facts =
            [
                ("Field-address", subscription.Address), ("Field-province", ProvinceName(question, subscription.Province)),
                ("Field-reason", question.Said(subscription.StateReason)),
                ("SentUpTo", question.Words["SentUpToOf", subscription.SentPosition, subscription.DeadLetterCount]), ("RecordedBy", $"{question.Authors.Of(subscription.Author)} · {subscription.CreateTime.InShanghai()}"),
            ],
            Forms = Register.Offered(
                (may && !isActive ? Resume : null, Register.Known()), (may ? Rotate : null, Register.Known()), (may ? Delete : null, Register.Known())),
        };
    }

    private static DeskRow Row(DeskQuestion question, Subscription of, DeadLetter letter) =>
        new(letter.Name, question.Words["DeadLetterOf", Reading.ResourceIds.IdOf(letter.Name)], question.Words["NotSent"], "")
        {
            IsPart = true,
            Mark = "mark f",
            Facts = [("NotSent", question.Said(letter.Problem)), ("AttemptsMade", question.Words["AttemptsMadeOf", letter.AttemptCount, letter.GiveUpTime.InShanghai()])],
            Forms = IsKeeper(question, of) ? Register.Offered((Redeliver, Register.Known()), (Discard, Register.Known())) : [],
        };

    private static string ProvinceName(DeskQuestion question, string province) => question.Platform.Content.Province(province) is { } known
        ? question.Go.Pick(known.DisplayName, known.EnglishName)
        : province.Length > 0 ? Reading.ResourceIds.IdOf(province) : "";

    /// <summary>An auditor sees subscriptions, and keeps none.</summary>
    private static bool IsKeeper(DeskQuestion question, Subscription subscription) => subscription.City.Length > 0
        ? question.May(Right.KeepSubscriptions, subscription.City)
        : question.Caller.May(Right.KeepSubscriptions)
            || (question.Platform.Content.Province(subscription.Province) is { } province && province.Cities.All(city => question.May(Right.KeepSubscriptions, city)));

    private static async Task<Taken> CreateAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        var subscription = new Subscription
        {
            Address = form["address"],
            Description = form["description"],
            City = form.City,
            Province = form["province"].Length > 0 ? $"{form.Programme}/provinces/{form["province"]}" : "",
            PilotTask = form["pilot_task"].Length > 0 ? form.PilotTask : "",
        };
        try
        {
            var created = await clients.Watch.CreateSubscriptionAsync(new() { Parent = form.Programme, Subscription = subscription, RequestId = form.RequestId }, cancellationToken: stop);
            return new Taken(Secret: created.Secret, Made: created.Subscription.Name);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.PermissionDenied && subscription.City.Length + subscription.Province.Length == 0)
        {
            throw Neither().ToRpcException(); // to everything the caller has no right, but to a part
        }
    }

    private static Google.Rpc.Status Neither()
    {
        const string Problem = "a city or a province must be given";
        var violation = new BadRequest.Types.FieldViolation { Field = "city", Description = Problem };
        return new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = Problem, Details = { Any.Pack(new BadRequest { FieldViolations = { violation } }) } };
    }

    private static async Task<Taken> RotateAsync(CommandClients clients, Posted form, CancellationToken stop) =>
        new(Secret: (await clients.Watch.RotateSubscriptionSecretAsync(new() { Name = form.Name, RequestId = form.RequestId, Etag = form.Etag }, cancellationToken: stop)).Secret);
}
