using System.Security.Cryptography;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>Keys that are made for one run of the tests.</summary>
internal static class TestKeys
{
    public static string Own { get; } = Make(ECCurve.NamedCurves.nistP256);

    public static string Another { get; } = Make(ECCurve.NamedCurves.nistP256);

    public static PilotPlatform.Ledger.PublicKey Public { get; } = PilotPlatform.Ledger.PublicKey.Read(Own, "the key of the tests");

    public static PilotPlatform.Ledger.PublicKey PublicOfAnother { get; } = PilotPlatform.Ledger.PublicKey.Read(Another, "the key of the tests");

    public static string Make(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
