using System.Security.Cryptography;
using CcaEmu.Arm.Rmi;

namespace CcaEmu.Rmm.Tests.Bench;

/// <summary>The measurement rules written down a second time, byte by byte, independent of the RMM's code and tables.</summary>
/// <remarks>RMM specification 2.0 (DEN0137), section "Realm Initial Measurement".</remarks>
internal static class MeasurementRules
{
    /// <summary>A digest in 64 bytes.</summary>
    public static byte[] Hash(RmiHashAlgorithm algorithm, byte[] data)
    {
        byte[] digest = algorithm switch
        {
            RmiHashAlgorithm.Sha256 => SHA256.HashData(data),
            RmiHashAlgorithm.Sha384 => SHA384.HashData(data),
            _ => SHA512.HashData(data),
        };
        return [.. digest, .. new byte[64 - digest.Length]];
    }

    /// <summary>RIM after REALM_CREATE where it starts with the hash of the parameters.</summary>
    public static byte[] Create(RmiHashAlgorithm algorithm, ulong flags0, byte s2sz, byte numBps, byte numWps)
    {
        var parameters = new byte[4096];
        BitConverter.TryWriteBytes(parameters, flags0);
        parameters[0x08] = s2sz;
        parameters[0x18] = numBps;
        parameters[0x20] = numWps;
        parameters[0x30] = (byte)algorithm;
        return Hash(algorithm, parameters);
    }

    /// <summary>RIM after RTT_DATA_MAP_INIT.</summary>
    public static byte[] Data(RmiHashAlgorithm algorithm, byte[] rim, ulong ipa, byte[] page, bool measure)
    {
        var descriptor = new byte[0x100];
        descriptor[0] = 0;
        BitConverter.TryWriteBytes(descriptor.AsSpan(0x08), 0x100UL);
        rim.CopyTo(descriptor, 0x10);
        BitConverter.TryWriteBytes(descriptor.AsSpan(0x50), ipa);
        BitConverter.TryWriteBytes(descriptor.AsSpan(0x58), measure ? 1UL : 0UL);
        if (measure)
            Hash(algorithm, page).CopyTo(descriptor, 0x60);
        return Hash(algorithm, descriptor);
    }

    /// <summary>RIM after REC_CREATE of a runnable REC.</summary>
    public static byte[] Rec(RmiHashAlgorithm algorithm, byte[] rim, ulong pc, ulong[] gprs)
    {
        var parameters = new byte[4096];
        parameters[0] = 1;
        BitConverter.TryWriteBytes(parameters.AsSpan(0x200), pc);
        for (int i = 0; i < gprs.Length; i++)
            BitConverter.TryWriteBytes(parameters.AsSpan(0x300 + i * 8), gprs[i]);
        var descriptor = new byte[0x100];
        descriptor[0] = 1;
        BitConverter.TryWriteBytes(descriptor.AsSpan(0x08), 0x100UL);
        rim.CopyTo(descriptor, 0x10);
        Hash(algorithm, parameters).CopyTo(descriptor, 0x50);
        return Hash(algorithm, descriptor);
    }
}
