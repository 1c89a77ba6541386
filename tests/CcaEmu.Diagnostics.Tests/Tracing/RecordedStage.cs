using CcaEmu.Arm;
using CcaEmu.Diagnostics.Tracing;
using CcaEmu.Diagnostics.Tracing.Events;
using CcaEmu.Diagnostics.Tracing.Format;
using CcaEmu.Diagnostics.Tracing.Recording;

namespace CcaEmu.Diagnostics.Tests.Tracing;

/// <summary>A stage whose play is traced, and the trace read back.</summary>
internal static class RecordedStage
{
    public static byte[] Bytes(TraceKinds kinds, Action<Stage> play)
    {
        using var stage = new Stage();
        stage.MonitorReturnsTo(SecurityState.NonSecure, ExceptionLevel.EL2, Stage.HostPc);
        var file = new MemoryStream();
        var recorder = new TraceRecorder(stage.Machine, new RunRecorder(stage.Machine), new TraceFileWriter(file, new TraceHeader { Kinds = kinds }), kinds);
        play(stage);
        recorder.Close();
        return file.ToArray();
    }

    public static TraceEvent[] Events(TraceKinds kinds, Action<Stage> play) => Read(Bytes(kinds, play));

    public static TraceEvent[] Read(byte[] file)
    {
        Assert.That(TraceFileReader.TryOpen(new MemoryStream(file), out TraceFileReader? reader, out string? error), Is.True, error);
        TraceEvent[] events = [.. reader!.Read()];
        Assert.That(events, Has.Length.EqualTo((int)reader.Records));
        return events;
    }
}
