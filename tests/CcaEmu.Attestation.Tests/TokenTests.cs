using System.Security.Cryptography;
using CcaEmu.Attestation.Claims;
using CcaEmu.Attestation.Signing;
using CcaEmu.Attestation.Tokens;

namespace CcaEmu.Attestation.Tests;

public sealed class TokenTests
{
    private static readonly Es384Key RealmKey = Es384Key.ForTests("realm");
    private static readonly Es384Key PlatformKey = Es384Key.ForTests("platform");

    [OneTimeTearDown]
    public void DisposeKeys()
    {
        RealmKey.Dispose();
        PlatformKey.Dispose();
    }

    [Test]
    public void A_token_says_what_was_put_in_and_verifies([Values] TokenForm form)
    {
        TokenReport report = Report(Make(form).Encode());
        Assert.Multiple(() =>
        {
            Assert.That(report.Holds, string.Join('\n', report.Checks));
            Assert.That(report.Checks, Has.All.Property(nameof(TokenCheck.Passed)).True);
            Assert.That(report.Token.Form, Is.EqualTo(form));
            Assert.That(report.Realm.Challenge, Is.EqualTo(Filled(64, 7)));
            Assert.That(report.Realm.HashAlgorithm, Is.EqualTo("sha-512"));
            Assert.That(report.Realm.ExtensibleMeasurements, Has.Count.EqualTo(4));
            Assert.That(report.Realm.ExtensibleMeasurements[3], Is.EqualTo(Filled(64, 3)));
            Assert.That(report.Realm.Profile, Is.EqualTo(RealmClaims.ProfileName));
            Assert.That(report.Platform.Lifecycle, Is.EqualTo(Lifecycles.Secured));
            Assert.That(report.Platform.SoftwareComponents[0].Version, Is.EqualTo("1.2"));
            Assert.That(report.Platform.SoftwareComponents[0].HashAlgorithm, Is.Null);
        });
    }

    [Test]
    public void The_same_claims_give_the_same_token()
    {
        byte[] first = Make(TokenForm.Collection).Encode(), second = Make(TokenForm.Collection).Encode();
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void The_wrapper_is_tag_907_with_content_types_or_tag_399_without()
    {
        // D9 038B: tag 907. A2: a map of two. 19 ACCA: key 44234. 82: an array of two. 19 0107: 263.
        Assert.That(Convert.ToHexString(Make(TokenForm.Collection).Encode()[..11]), Is.EqualTo("D9038BA219ACCA82190107"));
        // D9 018F: tag 399. 59: a byte string.
        Assert.That(Convert.ToHexString(Make(TokenForm.Legacy).Encode()[..8]), Is.EqualTo("D9018FA219ACCA59"));
    }

    [Test]
    public void A_page_with_zeros_behind_the_token_is_read() =>
        Assert.That(Report([.. Make(TokenForm.Collection).Encode(), .. new byte[100]]).Holds);

    [Test]
    public void A_key_that_the_platform_does_not_vouch_for_is_found()
    {
        CcaToken good = Make(TokenForm.Collection);
        using var other = Es384Key.ForTests("somebody else");
        CcaToken bad = good with { Realm = RealmToken.Create(Realm() with { PublicKey = other.PublicKey.ToCoseKey() }, other) };
        Assert.That(Failures(bad), Is.EqualTo(new[] { "the platform token vouches for that key" }));
    }

    [Test]
    public void A_token_signed_by_another_key_than_it_names_is_found()
    {
        using var other = Es384Key.ForTests("somebody else");
        CcaToken bad = Make(TokenForm.Collection) with { Realm = RealmToken.Create(Realm(), other) };
        Assert.That(Failures(bad), Is.EqualTo(new[] { "the Realm token is signed by the key it names" }));
    }

    [Test]
    public void A_platform_token_of_another_platform_is_found()
    {
        using var other = Es384Key.ForTests("somebody else");
        CcaToken bad = Make(TokenForm.Collection) with { Platform = PlatformToken.Create(Platform(), other) };
        Assert.That(Failures(bad), Is.EqualTo(new[] { "the platform token is signed by the platform" }));
    }

    [Test]
    public void A_measurement_of_the_wrong_length_is_found()
    {
        CcaToken bad = Make(TokenForm.Collection) with
        {
            Realm = RealmToken.Create(Realm() with { InitialMeasurement = new byte[32] }, RealmKey),
        };
        Assert.That(Failures(bad), Is.EqualTo(new[] { "RIM and four REMs are as long as the Realm's hash" }));
    }

    [Test]
    public void Without_the_platforms_key_its_signature_is_left_open()
    {
        Assert.That(TokenReport.TryCreate(Make(TokenForm.Legacy).Encode(), null, out TokenReport? report, out _));
        Assert.That(report!.Holds);
        Assert.That(report.Checks.Single(check => check.Passed is null).What, Is.EqualTo("the platform token is signed by the platform"));
    }

    [Test]
    public void Something_behind_the_token_is_refused()
    {
        byte[] good = Make(TokenForm.Collection).Encode();
        Refuses([.. good, 0, 0, 7], $"expected nothing but zeros behind the token's {good.Length} bytes, found 0x07 at byte {good.Length + 2}");
    }

    [Test]
    public void Another_content_type_is_refused()
    {
        byte[] bad = Make(TokenForm.Collection).Encode();
        bad[10]++; // The low byte of the first 263.
        Refuses(bad, "expected the platform token to be wrapped as application/eat+cwt (content type 263), found 264");
    }

    [Test]
    public void A_message_without_its_tag_is_refused()
    {
        CcaToken good = Make(TokenForm.Collection);
        Refuses((good with { Realm = good.Realm[1..] }).Encode(), "the Realm token is no COSE_Sign1 message with claims: it lacks CBOR tag 18");
    }

    [Test]
    public void A_policy_or_lifecycle_that_there_is_not_is_found()
    {
        const string what = "policies and lifecycle are values of the specification";
        CcaToken good = Make(TokenForm.Collection);
        Assert.That(Failures(good with { Realm = RealmToken.Create(Realm() with { MecPolicy = 2 }, RealmKey) }), Is.EqualTo(new[] { what }));
        Assert.That(Failures(good with { Realm = RealmToken.Create(Realm() with { LfaPolicy = 7 }, RealmKey) }), Is.EqualTo(new[] { what }));
        Assert.That(Failures(good with { Realm = RealmToken.Create(Realm() with { LfaPolicy = 1 }, RealmKey) }), Is.Empty);
        Assert.That(Failures(good with { Platform = PlatformToken.Create(Platform() with { Lifecycle = 0x7000 }, PlatformKey) }), Is.EqualTo(new[] { what }));
    }

    [Test]
    public void Firmware_without_a_measurement_is_found() => Assert.That(
        Failures(Make(TokenForm.Collection) with
        {
            Platform = PlatformToken.Create(Platform() with { SoftwareComponents = [new("BL1", [], null, Filled(32, 7), null)] }, PlatformKey),
        }),
        Is.EqualTo(new[] { "the platform measured its firmware" }));

    [Test]
    public void Every_flipped_byte_is_found([Values] TokenForm form)
    {
        byte[] good = Make(form).Encode();
        for (int i = 0; i < good.Length; i++)
        {
            byte was = good[i];
            good[i] ^= (byte)(1 << (i * 5 % 8));
            bool read = TokenReport.TryCreate(good, PlatformKey.PublicKey, out TokenReport? report, out string error);
            Assert.That(read ? !report!.Holds : error.Length > 0, $"byte {i}");
            good[i] = was;
        }
    }

    [Test]
    public void Every_shorter_token_is_refused([Values] TokenForm form)
    {
        byte[] good = Make(form).Encode();
        for (int length = 0; length < good.Length; length++)
            Assert.That(TokenReport.TryCreate(good[..length], PlatformKey.PublicKey, out _, out string error) || error.Length == 0, Is.False, $"{length} bytes of it");
    }

    [Test]
    public void No_damage_makes_reading_fail_otherwise_than_by_saying_so()
    {
        byte[] good = Make(TokenForm.Collection).Encode();
        var random = new Random(3);
        for (int i = 0; i < 1000; i++)
        {
            byte[] bad = [.. good];
            for (int n = random.Next(1, 4); n > 0; n--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            if (bad.AsSpan().SequenceEqual(good))
                continue;
            bool read = TokenReport.TryCreate(bad, PlatformKey.PublicKey, out TokenReport? report, out string error);
            Assert.That(read ? !report!.Holds : error.Length > 0, Convert.ToHexString(bad));
        }
    }

    private static void Refuses(byte[] encoded, string because)
    {
        Assert.That(TokenReport.TryCreate(encoded, PlatformKey.PublicKey, out _, out string error), Is.False);
        Assert.That(error, Is.EqualTo(because));
    }

    private static string[] Failures(CcaToken token) =>
        [.. Report(token.Encode()).Checks.Where(check => check.Passed == false).Select(check => check.What)];

    private static TokenReport Report(byte[] encoded)
    {
        Assert.That(TokenReport.TryCreate(encoded, PlatformKey.PublicKey, out TokenReport? report, out string error), error);
        return report!;
    }

    private static CcaToken Make(TokenForm form) =>
        new(form, PlatformToken.Create(Platform(), PlatformKey), RealmToken.Create(Realm(), RealmKey));

    private static RealmClaims Realm() => new()
    {
        Challenge = Filled(64, 7),
        InstanceId = [1, .. Filled(32, 9)],
        PersonalizationValue = Filled(64, 8),
        InitialMeasurement = Filled(64, 1),
        ExtensibleMeasurements = [Filled(64, 0), Filled(64, 1), Filled(64, 2), Filled(64, 3)],
        HashAlgorithm = "sha-512",
        PublicKey = RealmKey.PublicKey.ToCoseKey(),
    };

    private static PlatformClaims Platform() => new()
    {
        Challenge = SHA256.HashData(RealmKey.PublicKey.ToCoseKey()),
        ImplementationId = Filled(32, 4),
        InstanceId = [1, .. Filled(32, 5)],
        Configuration = [1, 2, 3],
        Lifecycle = Lifecycles.Secured,
        SoftwareComponents = [new SoftwareComponent("BL1", Filled(32, 6), "1.2", Filled(32, 7), null)],
        HashAlgorithm = "sha-256",
        VerificationService = "https://example.invalid",
    };

    private static byte[] Filled(int length, byte value)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
