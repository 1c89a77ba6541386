using CcaEmu.Arm;
using CcaEmu.Memory;
using static CcaEmu.Devices.Gic.ItsRegisters;

namespace CcaEmu.Devices.Gic;

/// <summary>The interrupt translation service: turns messages of devices into LPIs. It has two frames of 64 KiB, control and translation.</summary>
/// <remarks>
/// <para>Arm GIC architecture (IHI 0069), "The ITS register descriptions", "The ITS command interface".</para>
/// <para>Commands are carried out inside the write to GITS_CWRITER that makes them known. A malformed one, or one that cannot be read, stalls the
/// queue: GITS_CREADR.Stalled, until software writes GITS_CWRITER.Retry.</para>
/// </remarks>
internal sealed class InterruptTranslationService : IMmioDevice
{
    public const ulong FrameBytes = 0x2_0000;

    private const uint QueueUnreadable = 0x01_0100;
    private const uint DeviceOfPes = 0;

    private readonly GicV3 _gic;
    private readonly ItsTables _tables;
    private readonly ItsCommands _commands;
    private ulong _cbaser, _cwriter, _creadr;
    private bool _enabled, _stalled;

    public InterruptTranslationService(GicV3 gic)
    {
        _gic = gic;
        _tables = new ItsTables(gic);
        _commands = new ItsCommands(gic, _tables);
    }

    /// <summary>Syndrome of the command that stalled the queue last; 0 where none has since the reset.</summary>
    public uint LastError { get; private set; }

    public void Reset()
    {
        _tables.Reset();
        _cbaser = _cwriter = _creadr = 0;
        _enabled = _stalled = false;
        LastError = 0;
    }

    /// <summary>Makes the LPI pending that an event of a device is mapped to; drops the message where none is.</summary>
    public void Translate(uint device, uint eventId)
    {
        if (_enabled)
            _commands.Signal(device, eventId);
    }

    /// <inheritdoc/>
    public ulong Read(ulong offset, int sizeBytes)
    {
        ulong? wide = (offset & ~7UL) switch
        {
            GITS_TYPER => TYPER,
            GITS_CBASER => _cbaser,
            GITS_CWRITER => _cwriter,
            GITS_CREADR => _creadr | (_stalled ? CREADR_Stalled : 0),
            GITS_BASER0 => _tables.Devices.Value,
            GITS_BASER1 => _tables.Collections.Value,
            _ => null,
        };
        if (sizeBytes < 4)
            return 0;
        if (wide is { } register)
            return RegisterWord.Read(register, offset, sizeBytes);
        return sizeBytes != 4 ? 0 : offset switch
        {
            GITS_CTLR => _enabled ? CTLR_Enabled : CTLR_Quiescent,
            GITS_IIDR => GicConfiguration.ImplementerIdentification,
            _ => offset < 0x1_0000 ? RegisterWord.Identification(offset, PIDR0) : 0,
        };
    }

    /// <inheritdoc/>
    public void Write(ulong offset, int sizeBytes, ulong value)
    {
        if (offset == GITS_TRANSLATER && sizeBytes is 2 or 4)
            Translate(DeviceOfPes, (uint)value);
        else if (offset == GITS_CTLR && sizeBytes == 4)
            Enable((value & CTLR_Enabled) != 0);
        else if (sizeBytes >= 4)
            WriteWide(offset, sizeBytes, value);
    }

    private void WriteWide(ulong offset, int sizeBytes, ulong value)
    {
        switch (offset & ~7UL)
        {
            case GITS_CBASER when !_enabled:
                _cbaser = RegisterWord.Write(_cbaser, offset, sizeBytes, value) & CBASER_Writable;
                _creadr = _cwriter = 0;
                _stalled = false;
                break;
            case GITS_BASER0 when !_enabled: _tables.Devices.Write(RegisterWord.Write(_tables.Devices.Value, offset, sizeBytes, value)); break;
            case GITS_BASER1 when !_enabled: _tables.Collections.Write(RegisterWord.Write(_tables.Collections.Value, offset, sizeBytes, value)); break;
            case GITS_CWRITER when (offset & 4) == 0:
                _stalled &= (value & CWRITER_Retry) == 0;
                if ((value & QueueOffset) < QueueBytes)
                    _cwriter = value & QueueOffset;
                RunQueue();
                break;
        }
    }

    private ulong QueueBytes => ((_cbaser & CBASER_Size) + 1) * 0x1000;

    private void Enable(bool enabled)
    {
        _enabled = enabled;
        RunQueue();
    }

    // Every command moves on or stalls, so that a round of the ring is the most that one write can cost.
    private void RunQueue()
    {
        while (_enabled && (_cbaser & BASER_Valid) != 0 && !_stalled && _creadr != _cwriter)
        {
            uint error = TryFetch(out ItsCommand command) ? _commands.Execute(command) : QueueUnreadable;
            if (error != 0)
            {
                LastError = error;
                _stalled = true;
                return;
            }
            _creadr = (_creadr + ItsCommand.Bytes) % QueueBytes;
        }
    }

    private bool TryFetch(out ItsCommand command)
    {
        var address = new PhysicalAddress((_cbaser & CBASER_Address) + _creadr, Pas.NonSecure);
        bool ok = _gic.Memory.Read(address, 8, out ulong word0).Ok & _gic.Memory.Read(address + 8, 8, out ulong word1).Ok
            & _gic.Memory.Read(address + 16, 8, out ulong word2).Ok & _gic.Memory.Read(address + 24, 8, out ulong word3).Ok;
        command = new ItsCommand(word0, word1, word2, word3);
        return ok;
    }
}
