"""PyTorch's loss-and-input-gradient step: python bench/peer/step.py NAME [THREADS]. Warms up, prints `ready`, then runs one step a line of its input, and prints JSON."""

import json
import resource
import sys
import time

import torch
from monai.losses import DiceCELoss

from networks import build

name = sys.argv[1]
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
network = build(name).eval()
for weight in network.parameters():
    weight.requires_grad_(False)
loss_of = DiceCELoss(to_onehot_y=True, softmax=True, squared_pred=True, smooth_nr=0.0, smooth_dr=1e-6)
generator = torch.Generator().manual_seed(1)
image = torch.rand(1, 1, 96, 96, 96, generator=generator).requires_grad_(True)
label = torch.randint(0, 14, (1, 1, 96, 96, 96), generator=generator)


def step():
    torch.autograd.grad(loss_of(network(image), label), image)


step()
print("ready", flush=True)
for _ in sys.stdin:
    started, cpu_started = time.perf_counter(), time.process_time()
    step()
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "peakBytes": peak}), flush=True)
