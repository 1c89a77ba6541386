using CcaEmu.Arm.Abi;
using CcaEmu.Arm.Formats;
using CcaEmu.Arm.Rmi;
using CcaEmu.Attestation.Tokens;
using CcaEmu.Rmm.Operations;
using CcaEmu.Rmm.Rmi;

namespace CcaEmu.Rmm;

/// <summary>Choices of an RMM that neither the hardware nor the boot manifest decides.</summary>
public sealed record RmmOptions
{
    /// <summary>Initial value of the Realm Initial Measurement.</summary>
    public RimInitialValue RimInitialValue { get; init; } = RimInitialValue.ParametersHash;

    /// <summary>What extending a Realm Extensible Measurement hashes.</summary>
    public RemInput RemInput { get; init; } = RemInput.DigestAndBytes;

    /// <summary>How the two tokens of an attestation token are put together.</summary>
    public TokenForm TokenForm { get; init; } = TokenForm.Collection;

    /// <summary>Physical address size in the encoding of GPCCR_EL3.PPS, which R-EL2 cannot read; 2 is 40 bits.</summary>
    public int Pps { get; init; } = 2;

    /// <summary>Size of a level 0 GPT entry in the encoding of GPCCR_EL3.L0GPTSZ; 0 is 1 GiB.</summary>
    public int L0Gptsz { get; init; }

    /// <summary>A realm has at most 2^n - 1 RECs (<see cref="RmiFeatureRegister1.MaxRecsOrder"/>), n from 1 to 15.</summary>
    public int MaxRecsOrder { get; init; } = 9;

    /// <summary>
    /// Whether RMI_REALM_CREATE fails before RMI_ATTEST_PLAT_TOKEN_REFRESH has succeeded once. Hosts of revision 2.0-bet1 never ask for it.
    /// </summary>
    public bool RequiresPlatformTokenRefresh { get; init; }

    /// <summary>How readily commands become stateful operations.</summary>
    public SroMode Sro { get; init; }

    /// <summary>Seed of <see cref="SroMode.Aggressive"/>.</summary>
    public ulong SroSeed { get; init; } = 1;

    /// <summary>Whether isolation is checked after every command (slow); <see cref="RmmFirmware.IsolationFindings"/> has what is found.</summary>
    public bool ChecksIsolation { get; init; }

    /// <summary>For long tests: everything is gone through after every so many commands only.</summary>
    internal int ScansAfter { get; init; } = 1;

    /// <summary>For tests: decides in place of <see cref="Sro"/> which commands are split.</summary>
    internal OperationPolicy? OperationPolicy { get; init; }

    /// <summary>For tests: puts another handler in the place of each, one with a known defect for example; null for none.</summary>
    internal Func<RmiHandler, RmiHandler>? ReplacesHandler { get; init; }

    /// <summary>The revision of the specification whose numbers, structures and registers hosts and realms use.</summary>
    public RmmAbiProfile Abi { get; init; } = RmmAbiProfile.Bet1;

    /// <summary>RMI granule sizes offered to hosts; the one in use is 4 KiB until a host chooses another.</summary>
    public IReadOnlyList<TranslationGranule> GranuleSizes { get; init; } =
        [TranslationGranule.Size4K, TranslationGranule.Size16K, TranslationGranule.Size64K];

    /// <summary>Whether realms may have addresses of 52 bits, where the PEs have FEAT_LPA2.</summary>
    public bool OffersLpa2 { get; init; } = true;

    /// <summary>Hash algorithms offered to realms.</summary>
    public IReadOnlyList<RmiHashAlgorithm> HashAlgorithms { get; init; } =
        [RmiHashAlgorithm.Sha256, RmiHashAlgorithm.Sha384, RmiHashAlgorithm.Sha512];
}
