using System.Buffers.Binary;
using System.Text;
using CcaEmu.Machine;
using CcaEmu.Machine.Board;

namespace CcaEmu.WholeMachine.Tests.Firmware;

/// <summary>firmware/reset.S: native code at EL3 that has the board reset in every way there is, and checks what each reset has left.</summary>
public sealed class ResetFirmwareTests
{
    private static readonly string[] Boots = ["boot 0", "boot 1", "boot 2", "boot 3", "boot 4"];

    [Test]
    public void Every_way_to_reset_the_board_boots_native_firmware_again_with_ram_kept_and_devices_reset()
    {
        using var board = new Board(maxResets: 4);
        Assert.That(board.Run(), Is.EqualTo(MachineStop.AllWaiting));
        Assert.That(board.Lines, Is.EqualTo((string[])[.. Boots, "done"]));
        Assert.That((board.Machine.ResetCount, board.Causes), Is.EqualTo((4, new[]
        {
            ResetCause.SystemConfiguration, ResetCause.TrustedWatchdog, ResetCause.GenericWatchdog, ResetCause.Watchdog,
        })));
    }

    [Test]
    public void A_run_with_resets_is_repeatable_to_the_digest()
    {
        ulong Digest()
        {
            using var board = new Board(maxResets: 4);
            board.Run();
            return board.Machine.Digest;
        }
        ulong first = Digest();
        Assert.That(Digest(), Is.EqualTo(first));
    }

    [Test]
    public void A_reset_beyond_the_limit_ends_the_run_and_says_who_asked([Values(0, 2)] int most)
    {
        using var board = new Board(most);
        Assert.That(board.Run(), Is.EqualTo(MachineStop.ResetRequested));
        Assert.That(board.Lines, Is.EqualTo(Boots[..(most + 1)]));
        Assert.That((board.Machine.ResetCount, board.Machine.LastResetCause),
            Is.EqualTo((most, (ResetCause?)(most == 0 ? ResetCause.SystemConfiguration : ResetCause.GenericWatchdog))));
    }

    private sealed class Board : IDisposable
    {
        private readonly StringBuilder _console = new();
        private readonly FvpDevices _devices;

        public Board(int maxResets)
        {
            Machine = new Machine.Machine(new MachineOptions { MaxResets = maxResets, BootRom = Branch() });
            _devices = new FvpDevices(Machine, new FvpDeviceOptions { Uarts = [value => _console.Append((char)value)] });
            Machine.LoadAtReset(FvpMemoryMap.NonSecurePayload, File.ReadAllBytes(Repository.Firmware("reset.bin")));
            Machine.Bus.Resetting += (cause, _) => Causes.Add(cause);
            Machine.Reset();
        }

        public Machine.Machine Machine { get; }

        public List<ResetCause> Causes { get; } = [];

        public string[] Lines => _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public MachineStop Run() => Machine.Run(100_000);

        public void Dispose()
        {
            _devices.Dispose();
            Machine.Dispose();
        }

        // MOVZ X9, #0x8800, LSL #16; BR X9.
        private static byte[] Branch()
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0xD2B1_0009);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 0xD61F_0120);
            return bytes;
        }
    }
}
