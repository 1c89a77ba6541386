using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using CcaEmu.Attestation.Signing;

namespace CcaEmu.Attestation.Tokens;

/// <summary>COSE_Sign1 messages signed with ES384.</summary>
/// <remarks>RFC 9052, section 4.2; CBOR tag 18.</remarks>
internal static class SignedToken
{
    private const byte Sign1Tag = 0xD2; // CBOR tag 18.
    private const int Es384 = -35;

    /// <summary>Signs claims.</summary>
    public static byte[] Sign(byte[] claims, ECDsa key) =>
        CoseSign1Message.SignEmbedded(claims, new CoseSigner(key, HashAlgorithmName.SHA384));

    /// <summary>Takes a message apart, without verifying it.</summary>
    /// <param name="encoded">The message.</param>
    /// <param name="message">The message.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryRead(byte[] encoded, out CoseSign1Message? message, out string error)
    {
        message = null;
        error = "";
        try
        {
            message = CoseMessage.DecodeSign1(encoded);
            error = encoded[0] != Sign1Tag ? "it lacks CBOR tag 18" : message.Content is null ? "its payload is detached" : "";
            return error.Length == 0;
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException)
        {
            error = e.Message;
        }
        return false;
    }

    /// <summary>Verifies a message; one that cannot be verified at all, or names another algorithm than ES384, is not right.</summary>
    public static bool Verifies(CoseSign1Message message, Es384PublicKey key)
    {
        try
        {
            if (!message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.Algorithm, out CoseHeaderValue algorithm) || algorithm.GetValueAsInt32() != Es384)
                return false;
            using ECDsa verifier = key.CreateVerifier();
            return message.VerifyEmbedded(verifier);
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException)
        {
            return false;
        }
    }
}
