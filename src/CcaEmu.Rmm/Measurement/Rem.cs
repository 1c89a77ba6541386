using CcaEmu.Cpu;
using CcaEmu.Rmm.Realms;

namespace CcaEmu.Rmm.Measurement;

/// <summary>The Realm Extensible Measurements.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), function RemExtend.</remarks>
internal static class Rem
{
    /// <summary>Extends one.</summary>
    /// <param name="pe">Charged.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="index">1 to 4.</param>
    /// <param name="value">At most 64 bytes.</param>
    /// <param name="form">What is hashed.</param>
    public static void Extend(ProcessingElement pe, Rd rd, int index, ReadOnlySpan<byte> value, RemInput form)
    {
        Span<byte> input = stackalloc byte[2 * Rd.MeasurementSize];
        input.Clear();
        rd.ReadMeasurement(index, input);
        int oldSize = form == RemInput.Padded ? Rd.MeasurementSize : RealmHash.DigestSize(rd.HashAlgorithm);
        value.CopyTo(input[oldSize..]);
        int size = form == RemInput.Padded ? input.Length : oldSize + value.Length;
        Span<byte> rem = stackalloc byte[Rd.MeasurementSize];
        RealmHash.Compute(rd.HashAlgorithm, input[..size], rem);
        rd.WriteMeasurement(index, rem);
        pe.Charge(RmmCosts.Hash(size));
    }
}
