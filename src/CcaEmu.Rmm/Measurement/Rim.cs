using System.Buffers.Binary;
using CcaEmu.Arm.Rmi;
using CcaEmu.Cpu;
using CcaEmu.Rmm.Realms;

namespace CcaEmu.Rmm.Measurement;

/// <summary>The Realm Initial Measurement and how commands extend it.</summary>
/// <remarks>
/// RMM specification 2.0 (DEN0137), section "Realm Initial Measurement"; types RmiMeasurementDescriptorData and -Rec.
/// </remarks>
internal static class Rim
{
    private const int Index = 0;

    /// <summary>RMI_REALM_CREATE: the hash of the parameters that make the Realm what it is, or zero.</summary>
    /// <param name="pe">Charged.</param>
    /// <param name="rd">The new Realm.</param>
    /// <param name="parameters">RmiRealmParams, 4 KiB.</param>
    /// <param name="choice">Which of the two.</param>
    public static void Initialize(ProcessingElement pe, Rd rd, ReadOnlySpan<byte> parameters, RimInitialValue choice)
    {
        Span<byte> rim = stackalloc byte[Rd.MeasurementSize];
        rim.Clear();
        if (choice == RimInitialValue.ParametersHash)
        {
            Span<byte> measured = stackalloc byte[RmiRealmParamsLayout.Size];
            measured.Clear();
            parameters.Slice(RmiRealmParamsLayout.Flags0, 8).CopyTo(measured[RmiRealmParamsLayout.Flags0..]);
            ReadOnlySpan<int> byteFields =
            [
                RmiRealmParamsLayout.S2sz, RmiRealmParamsLayout.SveVl, RmiRealmParamsLayout.NumBps, RmiRealmParamsLayout.NumWps,
                RmiRealmParamsLayout.PmuNumCtrs, RmiRealmParamsLayout.HashAlgo,
            ];
            foreach (int field in byteFields)
                measured[field] = parameters[field];
            RealmHash.Compute(rd.HashAlgorithm, measured, rim);
            pe.Charge(RmmCosts.Hash(measured.Length));
        }
        rd.WriteMeasurement(Index, rim);
    }

    /// <summary>RMI_RTT_DATA_MAP_INIT: extends by a page.</summary>
    /// <param name="pe">Charged.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="ipa">Where the page is.</param>
    /// <param name="flags">RmiDataFlags.</param>
    /// <param name="page">Its contents; hashed where the flags say so.</param>
    public static void ExtendData(ProcessingElement pe, Rd rd, ulong ipa, RmiDataFlags flags, ReadOnlySpan<byte> page)
    {
        Span<byte> descriptor = stackalloc byte[RimDataDescriptorLayout.Size];
        descriptor.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor[RimDataDescriptorLayout.Length..], RimDataDescriptorLayout.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor[RimDataDescriptorLayout.Ipa..], ipa);
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor[RimDataDescriptorLayout.Flags..], (ulong)flags);
        if ((flags & RmiDataFlags.Measure) != 0)
        {
            RealmHash.Compute(rd.HashAlgorithm, page, descriptor[RimDataDescriptorLayout.Content..]);
            pe.Charge(RmmCosts.Hash(page.Length));
        }
        Extend(pe, rd, descriptor, RimDataDescriptorLayout.Rim);
    }

    /// <summary>RMI_REC_CREATE: extends by a runnable REC.</summary>
    /// <param name="pe">Charged.</param>
    /// <param name="rd">The Realm.</param>
    /// <param name="parameters">RmiRecParams, 4 KiB; flags, pc and gprs are measured.</param>
    public static void ExtendRec(ProcessingElement pe, Rd rd, ReadOnlySpan<byte> parameters)
    {
        Span<byte> measured = stackalloc byte[RmiRecParamsLayout.Size];
        measured.Clear();
        parameters.Slice(RmiRecParamsLayout.Flags, 8).CopyTo(measured[RmiRecParamsLayout.Flags..]);
        parameters.Slice(RmiRecParamsLayout.Pc, 8).CopyTo(measured[RmiRecParamsLayout.Pc..]);
        parameters.Slice(RmiRecParamsLayout.Gprs, 64).CopyTo(measured[RmiRecParamsLayout.Gprs..]);

        Span<byte> descriptor = stackalloc byte[RimRecDescriptorLayout.Size];
        descriptor.Clear();
        descriptor[RimRecDescriptorLayout.Type] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(descriptor[RimRecDescriptorLayout.Length..], RimRecDescriptorLayout.Size);
        RealmHash.Compute(rd.HashAlgorithm, measured, descriptor[RimRecDescriptorLayout.Content..]);
        pe.Charge(RmmCosts.Hash(measured.Length));
        Extend(pe, rd, descriptor, RimRecDescriptorLayout.Rim);
    }

    private static void Extend(ProcessingElement pe, Rd rd, Span<byte> descriptor, int rimOffset)
    {
        Span<byte> rim = stackalloc byte[Rd.MeasurementSize];
        rd.ReadMeasurement(Index, descriptor[rimOffset..]);
        RealmHash.Compute(rd.HashAlgorithm, descriptor, rim);
        pe.Charge(RmmCosts.Hash(descriptor.Length));
        rd.WriteMeasurement(Index, rim);
    }
}
