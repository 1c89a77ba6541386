using System.Formats.Cbor;
using CcaEmu.Attestation.Claims;

namespace CcaEmu.Attestation.Tokens;

/// <summary>A CCA attestation token: a platform token and a Realm token.</summary>
/// <param name="Form">How the two are put together.</param>
/// <param name="Platform">The platform token, a COSE_Sign1 message.</param>
/// <param name="Realm">The Realm token, a COSE_Sign1 message.</param>
/// <remarks>RMM specification 2.0 (DEN0137), section "CCA attestation token".</remarks>
public sealed record CcaToken(TokenForm Form, byte[] Platform, byte[] Realm)
{
    private const CborTag CollectionTag = (CborTag)907, LegacyTag = (CborTag)399;
    private const int EntityAttestationToken = 263; // CoAP content format "application/eat+cwt".

    /// <summary>Puts it together.</summary>
    public byte[] Encode()
    {
        var writer = new CborWriter();
        writer.WriteTag(Form == TokenForm.Collection ? CollectionTag : LegacyTag);
        writer.WriteStartMap(2);
        WritePart(writer, CcaClaim.PlatformToken, Platform);
        WritePart(writer, CcaClaim.RealmToken, Realm);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Takes it apart; nothing is verified.</summary>
    /// <param name="encoded">The bytes; zeros behind the token, as a guest's page has them, are accepted.</param>
    /// <param name="token">The token.</param>
    /// <param name="error">What was expected and what was found.</param>
    public static bool TryRead(byte[] encoded, out CcaToken? token, out string error)
    {
        token = null;
        try
        {
            var reader = new CborReader(encoded, allowMultipleRootLevelValues: true);
            CborTag tag = reader.ReadTag();
            if (tag is not CollectionTag and not LegacyTag)
            {
                error = $"expected a CCA attestation token (CBOR tag 907, or 399 of RMM 1.0), found tag {(ulong)tag}";
                return false;
            }
            TokenForm form = tag == CollectionTag ? TokenForm.Collection : TokenForm.Legacy;
            token = ReadParts(reader, form);
            error = token is null ? "the token lacks its platform token (44234) or its Realm token (44241)" : "";
            return token is not null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            error = $"expected a CCA attestation token in CBOR, found something else: {e.Message}";
            return false;
        }
    }

    private static CcaToken? ReadParts(CborReader reader, TokenForm form)
    {
        byte[]? platform = null, realm = null;
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch ((CcaClaim)reader.ReadInt32())
            {
                case CcaClaim.PlatformToken: platform = ReadPart(reader, form); break;
                case CcaClaim.RealmToken: realm = ReadPart(reader, form); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        return platform is null || realm is null ? null : new CcaToken(form, platform, realm);
    }

    private void WritePart(CborWriter writer, CcaClaim claim, byte[] part)
    {
        writer.WriteInt32((int)claim);
        if (Form == TokenForm.Legacy)
        {
            writer.WriteByteString(part);
            return;
        }
        writer.WriteStartArray(2);
        writer.WriteInt32(EntityAttestationToken);
        writer.WriteByteString(part);
        writer.WriteEndArray();
    }

    private static byte[] ReadPart(CborReader reader, TokenForm form)
    {
        if (form == TokenForm.Legacy)
            return reader.ReadByteString();
        reader.ReadStartArray();
        reader.ReadInt32();
        byte[] part = reader.ReadByteString();
        reader.ReadEndArray();
        return part;
    }
}
