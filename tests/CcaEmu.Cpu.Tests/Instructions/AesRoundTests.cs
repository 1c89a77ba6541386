using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CcaEmu.Cpu.Instructions;

namespace CcaEmu.Cpu.Tests.Instructions;

internal sealed class AesRoundTests
{
    // FIPS 197, appendix B: the first round of the example.
    private static readonly Vector128<byte> Start = Bytes("193de3bea0f4e22b9ac68d2ae9f84808");
    private static readonly Vector128<byte> Shifted = Bytes("d4bf5d30e0b452aeb84111f11e2798e5");
    private static readonly Vector128<byte> Mixed = Bytes("046681e5e0cb199a48f8d37a2806264c");

    [Test]
    public void The_portable_way_does_a_round_of_the_standards_example()
    {
        Assert.That(AesRound.SubstituteAndShift(Start), Is.EqualTo(Shifted));
        Assert.That(AesRound.Mix(Shifted), Is.EqualTo(Mixed));
        Assert.That(AesRound.InverseMix(Mixed), Is.EqualTo(Shifted));
        Assert.That(AesRound.InverseSubstituteAndShift(Shifted), Is.EqualTo(Start));
    }

    [Test]
    public void The_portable_way_and_the_hosts_agree()
    {
        if (!Aes.IsSupported)
            Assert.Ignore("this host has no AES instructions");
        var random = new Random(197);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            Vector128<byte> state = Vector128.Create(bytes);
            Assert.That(AesRound.SubstituteAndShift(state), Is.EqualTo(Aes.EncryptLast(state, default)));
            Assert.That(AesRound.InverseSubstituteAndShift(state), Is.EqualTo(Aes.DecryptLast(state, default)));
            Assert.That(AesRound.InverseMix(state), Is.EqualTo(Aes.InverseMixColumns(state)));
        }
    }

    private static Vector128<byte> Bytes(string hex) => Vector128.Create(Convert.FromHexString(hex));
}
