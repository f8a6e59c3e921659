using PilotPlatform.Domain.Reporting;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Tasks of one edition found in another, once a picture of the scope knows both.</summary>
public sealed class TaskTrailsTests
{
    private static readonly string Later = $"{Samples.Name.Parent}/editions/fedcba9876543210";

    private static readonly ChangePlace Place = new(Samples.Name.Parent, "dalian", 12, IsPublic: true) { Edition = Samples.Basis.Edition };

    /// <summary>The later edition has swapped 12 and 13.</summary>
    [Fact]
    public void Admits_OfATask_IsNotKnownUntilAPictureKnowsBothEditions()
    {
        var (trails, filter) = (new TaskTrails(), ChangeFilter.Everything with { Task = 13, Edition = Later });
        Assert.Null(trails.Admits(filter, Place));
        trails.Follow(WebhookPumpTests.Picture(Samples.Basis.Edition));
        Assert.Null(trails.Admits(filter, Place));

        var moved = trails.Moved;
        Assert.False(moved.IsCompleted);
        trails.Follow(WebhookPumpTests.Picture(Later, (13, 12), (12, 13)));

        Assert.True(moved.IsCompleted);
        Assert.True(trails.Admits(filter, Place));
        Assert.False(trails.Admits(filter, Place with { Task = 13 }));
    }

    /// <summary>Another city, and the task that is asked for itself, wait for no picture.</summary>
    [Fact]
    public void Admits_WhereNoTrailMatters_IsKnownWithoutAPicture()
    {
        var filter = ChangeFilter.Everything with { Cities = ["hefei"], Task = 12, Edition = Place.Edition };

        Assert.False(new TaskTrails().Admits(filter, Place with { Edition = Later }));
        Assert.True(new TaskTrails().Admits(filter with { Cities = null }, Place));
    }

    [Fact]
    public void Ask_OfAnEdition_HasPicturesReadIt()
    {
        var trails = new TaskTrails();
        trails.Ask(Later);
        trails.Ask(Later);

        Assert.Equal([Later], trails.Asked);
    }

    [Fact]
    public void Admits_OfNoTask_IsKnownWithoutAPicture() => Assert.True(new TaskTrails().Admits(ChangeFilter.Everything, Place));
}
