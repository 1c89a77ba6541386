namespace CcaEmu.Cpu.Tests.PointerAuthentication;

/// <summary>QARMA against the vectors of its designers, and against a second transcription that goes cell by cell.</summary>
internal sealed class QarmaTests
{
    private const ulong Key0 = 0x84BE_85CE_9804_E94B, Key1 = 0xEC28_02D4_E0A4_88E9;
    private const ulong Tweak = 0x477D_469D_EC0B_8762, Plain = 0xFB62_3599_DA6E_8127;

    // R. Avanzi, "The QARMA Block Cipher Family", test vectors of QARMA-64 with five rounds.
    [Test]
    public void Five_rounds_with_sigma_2_give_the_published_block() =>
        Assert.That(Qarma.Compute<Sigma2>(Plain, Tweak, Key0, Key1, 4), Is.EqualTo(0xC003_B939_99B3_3765));

    [Test]
    public void Five_rounds_with_sigma_1_give_the_published_block() =>
        Assert.That(Qarma.Compute<Sigma1>(Plain, Tweak, Key0, Key1, 4), Is.EqualTo(0x544B_0AB9_5BDA_7C3A));

    [Test]
    public void Both_algorithms_agree_with_the_second_transcription()
    {
        var random = new Random(20);
        for (int i = 0; i < 500; i++)
        {
            ulong data = Next(random), modifier = Next(random), key0 = Next(random), key1 = Next(random);
            Assert.That(Qarma.Compute<Sigma2>(data, modifier, key0, key1, 4),
                Is.EqualTo(Transcription.PlainQarma.ComputePACQARMA(data, modifier, key0, key1, isqarma3: false)));
            Assert.That(Qarma.Compute<Sigma1>(data, modifier, key0, key1, 2),
                Is.EqualTo(Transcription.PlainQarma.ComputePACQARMA(data, modifier, key0, key1, isqarma3: true)));
        }
    }

    [Test]
    public void Every_bit_that_goes_into_the_fast_algorithm_matters()
    {
        ulong expected = FastPac.Compute(Plain, Tweak, Key0, Key1);
        for (int bit = 0; bit < 64; bit++)
        {
            ulong flip = 1UL << bit;
            ulong[] changed =
            [
                FastPac.Compute(Plain ^ flip, Tweak, Key0, Key1), FastPac.Compute(Plain, Tweak ^ flip, Key0, Key1),
                FastPac.Compute(Plain, Tweak, Key0 ^ flip, Key1), FastPac.Compute(Plain, Tweak, Key0, Key1 ^ flip),
            ];
            foreach (ulong other in changed)
                Assert.That((other ^ expected) & 0xFF7F_FF80_0000_0000, Is.Not.Zero, $"bit {bit}: the code of a 39-bit address");
        }
    }

    private static ulong Next(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue);
}
