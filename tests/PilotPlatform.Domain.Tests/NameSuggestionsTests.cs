using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests;

/// <summary>What may have been meant is told for what may be a name, and not for whatever a caller sends.</summary>
public sealed class NameSuggestionsTests
{
    [Theory]
    [InlineData(2, "dalian")]
    [InlineData(100_000)]
    public void For_ATextThatHoldsAName_SuggestsItUnlessItIsTooLongToBeOne(int length, params string[] suggested) =>
        Assert.Equal(suggested, NameSuggestions.For("大连".PadRight(length, '大'), [NameSuggestions.Names("dalian", "大连市", "大连", "Dalian")]));
}
