using CcaEmu.Cpu;

namespace CcaEmu.Cli.Tests.Faults;

/// <summary>What goes wrong below all software.</summary>
internal static class MachineMistakes
{
    // Arm ARM (DDI 0487), ESR_ELx, ISS encoding for an SError exception: AET in bits 12:10, EA, DFSC "asynchronous SError".
    private const uint AsynchronousError = 0x11, ExternalAbort = 1 << 9, Uncontainable = 0 << 10, Recoverable = 3 << 10;
    private const int Masked = 1 << 2; // PSTATE.A as the third of DAIF

    public sealed class LosesAWrite() : HostMistake("reports an SError that nobody can contain while a realm runs")
    {
        private int _entries;

        public override string Who => "a memory system";

        public override HostMistake Again() => new LosesAWrite();

        protected override void EnterRealm(ProcessingElement pe)
        {
            if (++_entries == 3)
                pe.PendSError(AsynchronousError | ExternalAbort | Uncontainable);
        }
    }

    public sealed class LosesData() : HostMistake("reports an SError that the guest would have to recover from, and the guest has no handler")
    {
        // By then the image has set up its console.
        private const int EntriesToSetUp = 20;
        private int _entries;

        public override string Who => "a memory system";

        public override string Image => "timer";

        public override HostMistake Again() => new LosesData();

        protected override void EnterRealm(ProcessingElement pe)
        {
            pe.Daif &= ~Masked;
            if (++_entries == EntriesToSetUp)
                pe.PendSError(AsynchronousError | ExternalAbort | Recoverable);
        }
    }
}
