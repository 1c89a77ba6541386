using CcaEmu.Rmm.Realms;
using CcaEmu.Rmm.Recs;

namespace CcaEmu.Rmm.Attestation;

/// <summary>Everything about a Realm and a REC that a token says, in one stretch of bytes.</summary>
internal static class TokenInputs
{
    private const int Field = Rd.MeasurementSize;

    /// <summary>The challenge.</summary>
    public static Range Challenge => 0..Field;

    /// <summary>The Realm Personalization Value.</summary>
    public static Range Rpv => Field..(2 * Field);

    /// <summary>What makes the instance ID this Realm's.</summary>
    public static Range InstanceSeed => (2 * Field)..(2 * Field + Rd.InstanceSeedSize);

    /// <summary>Length of all of it.</summary>
    public const int Size = 8 * Field;

    /// <summary>A measurement field: 0 for the RIM, 1 to 4 for a REM.</summary>
    public static Range Measurement(int index) => ((3 + index) * Field)..((4 + index) * Field);

    /// <summary>Gathers it.</summary>
    public static void Read(Rd rd, Rec rec, byte[] destination)
    {
        rec.ReadChallenge(destination.AsSpan(Challenge));
        rd.ReadRpv(destination.AsSpan(Rpv));
        rd.ReadInstanceSeed(destination.AsSpan(InstanceSeed));
        rd.ReadMeasurement(0, destination.AsSpan(Measurement(0)));
        rec.ReadAttestedMeasurements(destination.AsSpan(4 * Field, 4 * Field));
    }
}
