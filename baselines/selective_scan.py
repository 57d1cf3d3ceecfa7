"""The recurrence h[t] = decay[t] h[t-1] + drive[t] of a selective state space, in PyTorch alone."""

import torch
from torch import Tensor
from torch._C import Value
from torch.onnx._internal.torchscript_exporter.jit_utils import add_op_with_blocks


def scan_chunks(decay: Tensor, drive: Tensor) -> Tensor:
    """All h[t] of [L, ...]: first within chunks of about sqrt(L), side by side, then from chunk to chunk.

    About 3 passes over the data and 2 sqrt(L) steps, where the plain loop takes L steps.
    """
    # A number also while the exporter traces sizes.
    length = int(decay.shape[0])
    chunk = max(1, round(length**0.5))
    count = -(-length // chunk)
    padding = count * chunk - length
    if padding:
        decay = torch.cat([decay, decay.new_ones(padding, *decay.shape[1:])])
        drive = torch.cat([drive, drive.new_zeros(padding, *drive.shape[1:])])
    decay = decay.unflatten(0, (count, chunk))
    state = drive.unflatten(0, (count, chunk)).clone()
    reach = decay.clone()
    for t in range(1, chunk):
        state[:, t].addcmul_(decay[:, t], state[:, t - 1])
        reach[:, t].mul_(reach[:, t - 1])
    for index in range(1, count):
        state[index].addcmul_(reach[index], state[index - 1, -1])
    return state.flatten(0, 1)[:length]


class SelectiveScan(torch.autograd.Function):
    """`scan_chunks` with its adjoint g[t] = dh[t] + decay[t+1] g[t+1], which is the same recurrence from the end."""

    @staticmethod
    def forward(context, decay: Tensor, drive: Tensor) -> Tensor:
        states = scan_chunks(decay, drive)
        context.save_for_backward(decay, states)
        return states

    @staticmethod
    def backward(context, gradient: Tensor):
        decay, states = context.saved_tensors
        following = torch.cat([decay[1:], torch.zeros_like(decay[:1])])
        adjoint = scan_chunks(following.flip(0), gradient.flip(0)).flip(0)
        before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
        return adjoint * before, adjoint

    @staticmethod
    def symbolic(graph, decay: Value, drive: Value) -> Value:
        """ONNX Loop, for the exporter that traces: it writes the bodies of Loops only."""
        zero = graph.op("Constant", value_t=torch.tensor(0))
        length = graph.op("Gather", graph.op("Shape", decay), zero, axis_i=0)
        always = graph.op("Constant", value_t=torch.tensor(True))
        start = graph.op("Gather", graph.op("Sub", drive, drive), zero, axis_i=0)
        (_, states), (body,), _ = add_op_with_blocks(graph, "Loop", length, always, start, outputs=2)
        t, goes_on, state = (body.block.addInputToBlock().setType(like.type()) for like in (zero, always, start))
        factor, term = (body.op("Gather", value, t, axis_i=0) for value in (decay, drive))
        following = body.op("Add", body.op("Mul", factor, state), term)
        for output in (goes_on, following, following):
            body.block.registerOutput(body.op("Identity", output))
        return states.setType(drive.type())


def scan_operator(decay: Tensor, drive: Tensor) -> Tensor:
    """The recurrence as the operator that torch.export keeps, and its exporter writes as ONNX Scan."""

    def combine(state: Tensor, factor: Tensor, term: Tensor) -> list[Tensor]:
        following = factor * state + term
        return [following, following.clone()]

    return torch.ops.higher_order.scan(combine, [torch.zeros_like(drive[0])], [decay, drive], [])[1]


def selective_scan(decay: Tensor, drive: Tensor) -> Tensor:
    """h[t] for every t of [L, ...], from h[-1] = 0."""
    return scan_operator(decay, drive) if torch.compiler.is_exporting() else SelectiveScan.apply(decay, drive)
