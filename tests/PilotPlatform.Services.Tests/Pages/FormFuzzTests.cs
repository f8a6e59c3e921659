using System.Net;
using CsCheck;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>
/// Forms of the pages as they were given out, with their tokens and fields, filled in as people do but for one field: each is taken, or refused on a page, and never fails.
/// </summary>
public sealed class FormFuzzTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const int Each = 200;
    private const ulong Seed = 20261130;
    private const string Markup = "<script>alert(1)</script>";

    /// <summary>The form that is not shown where no commitment is.</summary>
    private const string Unshown = "ProposePlainCarryOvers";

    /// <summary>Forms that are refused as they are filled in here: a task without such an act, a city and a province at once.</summary>
    private static readonly string[] Untaken = ["CreateSubscription", "RecordAuthorityAct", "RecordCityAct", "RecordNationalAct"];

    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.String[0, 60],
        Gen.Int[0, 13].Select(i => new[] { "", " ", "\0", "a\tb", Markup, "'--", "-1", "99999999999999999999", "1e9", "2026-13-45", "programmes/../..", "commitments/1-dalian", "苏州", new string('长', 20_000) }[i]));

    [Fact]
    public async Task Form_WithAFieldOfAnyKind_IsTakenOrRefusedOnAPage()
    {
        using var visitor = new FormVisitor(suite.Pages, RunningSuite.Everybody);
        var forms = new List<(string Action, Dictionary<string, string> Fields)>();
        foreach (var (page, form) in AllDesks.Shown.SelectMany(desk => desk.New.Select(form => (Page: desk.Address, Form: form))).Append((Page: "/workbench", Form: Steps.Open)).Where(each => !each.Form.HasFile && each.Form.Id != Unshown))
            forms.Add(await FilledAsync(visitor, page, form));
        var (taken, refused) = (0, 0);
        List<string> untaken = [];
        var chance = new PCG(1, Seed);
        for (var i = 0; i < Each; i++)
        {
            var (action, fields) = forms[i % forms.Count];
            var sent = new Dictionary<string, string>(fields, StringComparer.Ordinal) { ["request_id"] = Guid.CreateVersion7().ToString() };
            var field = i < forms.Count ? "" : sent.Keys.ElementAt(Gen.Int[0, sent.Count - 1].Generate(chance, null, out _)); // each is taken as it is, first
            if (field.Length > 0)
                sent[field] = Values.Generate(chance, null, out _);

            using var answer = await visitor.PostAsync((action, sent));
            var body = await answer.Content.ReadAsStringAsync(RunningSuite.Stop);
            var what = $"{action} with {field} '{sent.GetValueOrDefault(field)}' gave {answer.StatusCode}";
            Assert.DoesNotContain(Markup, body, StringComparison.Ordinal);
            if (answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.OK)
            {
                taken++;
                continue;
            }

            refused++;
            if (i < forms.Count)
                untaken.Add(action.Split('/')[^1]);
            Assert.True((int)answer.StatusCode is >= 400 and < 500 && body.Contains("<h1", StringComparison.Ordinal) && !body.Contains("   at ", StringComparison.Ordinal), what);
        }

        Assert.Equal(Untaken, untaken.Order());
        Assert.InRange(taken, forms.Count - Untaken.Length, Each - (Each / 4));
        Assert.InRange(refused, Each / 4, Each);
    }

    private static async Task<(string Action, Dictionary<string, string> Fields)> FilledAsync(FormVisitor visitor, string page, StepForm form)
    {
        var found = await visitor.FormAsync(page, form == Steps.Open ? "/workbench/commitments" : "/" + form.Id);
        foreach (var field in form.Fields.Where(field => field.Kind != FieldKind.Kept))
            found.Fields[field.Name] = ValueOf(field);
        return found;
    }

    private static string ValueOf(StepField field) => field.Kind switch
    {
        FieldKind.Number => "155",
        FieldKind.Day => "2027-06-30",
        FieldKind.Period => "2026-11",
        FieldKind.Address => "https://example.org/heard",
        FieldKind.City => "suzhou",
        FieldKind.Province => "jiangsu",
        FieldKind.Place => "",
        FieldKind.Choice => field.Choices![0].Value,
        _ => "已形成实施方案",
    };
}
