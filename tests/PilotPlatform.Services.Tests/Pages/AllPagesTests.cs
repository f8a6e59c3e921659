using PilotPlatform.Web.Reading;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Lists that pages read whole.</summary>
public sealed class AllPagesTests
{
    [Fact]
    public async Task ReadAsync_OfThreePages_HasAllInOrder()
    {
        var read = await AllPages.ReadAsync<int>(token => Task.FromResult<(IEnumerable<int>, string)>(token switch
        {
            "" => ([1, 2], "a"),
            "a" => ([3], "b"),
            "b" => ([], ""),
            _ => throw new ArgumentOutOfRangeException(nameof(token)),
        }));

        Assert.Equal([1, 2, 3], read);
    }
}
