using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;

namespace CcaEmu.Attestation.Tokens;

/// <summary>Writes a claim: its key, then its value.</summary>
internal static class ClaimWriting
{
    public static void WriteClaim(this CborWriter writer, CcaClaim claim, byte[] value)
    {
        writer.WriteInt32((int)claim);
        writer.WriteByteString(value);
    }

    public static void WriteClaim(this CborWriter writer, CcaClaim claim, string value)
    {
        writer.WriteInt32((int)claim);
        writer.WriteTextString(value);
    }

    public static void WriteClaim(this CborWriter writer, CcaClaim claim, int value)
    {
        writer.WriteInt32((int)claim);
        writer.WriteInt32(value);
    }
}
