using System.Security.Cryptography;
using System.Text;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tests;

public sealed class Es384KeyTests
{
    private const string Scalar = "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5";

    [Test]
    public void The_public_key_and_signature_of_RFC_6979_come_out()
    {
        using var key = new Es384Key(Convert.FromHexString(Scalar));
        Assert.That(Convert.ToHexString(key.PublicKey.X),
            Is.EqualTo("EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13"));
        Assert.That(Convert.ToHexString(key.PublicKey.Y),
            Is.EqualTo("8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720"));
        byte[] signature = key.SignHash(SHA384.HashData(Encoding.ASCII.GetBytes("sample")));
        Assert.That(Convert.ToHexString(signature), Is.EqualTo(
            "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46"
            + "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"));
    }

    [Test]
    public void The_platforms_own_ECDSA_verifies_what_any_key_signs([Range(0, 19)] int seed)
    {
        using var key = Es384Key.ForTests($"key {seed}");
        using ECDsa verifier = key.PublicKey.CreateVerifier();
        byte[] data = Encoding.UTF8.GetBytes($"message {seed}");
        byte[] signature = key.SignData(data, HashAlgorithmName.SHA384);
        Assert.That(verifier.VerifyData(data, signature, HashAlgorithmName.SHA384));
        Assert.That(key.VerifyData(data, signature, HashAlgorithmName.SHA384));
        signature[seed] ^= 1;
        Assert.That(verifier.VerifyData(data, signature, HashAlgorithmName.SHA384), Is.False);
    }

    [Test]
    public void A_scalar_survives_export()
    {
        using var key = Es384Key.ForTests("export");
        using var again = new Es384Key(key.ExportScalar());
        Assert.That(again.PublicKey.ToCoseKey(), Is.EqualTo(key.PublicKey.ToCoseKey()));
        Assert.That(key.ExportParameters(includePrivateParameters: true).D, Is.EqualTo(key.ExportScalar()));
    }

    [TestCase("")]
    [TestCase("00")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", Description = "the order")]
    [TestCase("000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_scalar_is_refused(string hex) =>
        Assert.That(() => new Es384Key(Convert.FromHexString(hex)), Throws.ArgumentException);

    [Test]
    public void A_COSE_key_is_read_back_and_a_broken_one_refused()
    {
        using var key = Es384Key.ForTests("cose");
        byte[] encoded = key.PublicKey.ToCoseKey();
        Assert.That(Es384PublicKey.TryReadCoseKey(encoded, out Es384PublicKey? read));
        Assert.That(read!.X, Is.EqualTo(key.PublicKey.X));
        for (int length = 0; length < encoded.Length; length++)
            Assert.That(Es384PublicKey.TryReadCoseKey(encoded[..length], out _), Is.False, $"{length} bytes of it");
    }
}
