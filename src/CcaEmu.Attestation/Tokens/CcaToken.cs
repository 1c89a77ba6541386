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

    /// <summary>Takes it apart; no signature is verified.</summary>
    /// <param name="encoded">The bytes; zeros behind the token, as a guest's page has them, are accepted, and nothing else is.</param>
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
            CcaToken? found = ReadParts(reader, form, out error);
            int size = encoded.Length - reader.BytesRemaining;
            int stray = encoded.AsSpan(size).IndexOfAnyExcept((byte)0);
            if (error.Length == 0 && stray >= 0)
                error = $"expected nothing but zeros behind the token's {size} bytes, found 0x{encoded[size + stray]:x2} at byte {size + stray}";
            token = error.Length == 0 ? found : null;
            return token is not null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            error = $"expected a CCA attestation token in CBOR, found something else: {e.Message}";
            return false;
        }
    }

    private static CcaToken? ReadParts(CborReader reader, TokenForm form, out string error)
    {
        byte[]? platform = null, realm = null;
        error = "";
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch ((CcaClaim)reader.ReadInt32())
            {
                case CcaClaim.PlatformToken: platform = ReadPart(reader, form, "platform", ref error); break;
                case CcaClaim.RealmToken: realm = ReadPart(reader, form, "Realm", ref error); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        if (platform is not null && realm is not null)
            return new CcaToken(form, platform, realm);
        error = "the token lacks its platform token (44234) or its Realm token (44241)";
        return null;
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

    private static byte[] ReadPart(CborReader reader, TokenForm form, string name, ref string error)
    {
        if (form == TokenForm.Legacy)
            return reader.ReadByteString();
        reader.ReadStartArray();
        ulong contentType = reader.ReadUInt64();
        if (contentType != EntityAttestationToken)
            error = $"expected the {name} token to be wrapped as application/eat+cwt (content type {EntityAttestationToken}), found {contentType}";
        byte[] part = reader.ReadByteString();
        reader.ReadEndArray();
        return part;
    }
}
