<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpState;

/** The state of a request, for persons and programs. The token of the card is shown only if that was asked for. */
final readonly class StateText
{
    public function __construct(private CotpState $state, private bool $showsToken)
    {
    }

    /** @return array<string, mixed> */
    public function json(): array
    {
        return [
            'requestId' => $this->state->requestId,
            'status' => $this->state->status->name,
            'rawStatus' => $this->state->rawStatus,
            'isFinal' => $this->state->status->isFinal(),
            'time' => $this->state->time,
            'hasCard' => $this->state->cardUri !== null,
            'cardUri' => $this->showsToken ? $this->state->cardUri : null,
        ];
    }

    /** @return array<string, string|null> */
    public function facts(): array
    {
        return [
            'Request' => $this->state->requestId,
            'Status' => $this->state->rawStatus . ($this->state->status->isFinal() ? ' (final)' : ''),
            'Changed' => $this->state->time,
            'Card' => match (true) {
                $this->state->cardUri === null => 'none yet',
                $this->showsToken => $this->state->cardUri,
                default => 'stored (--show-token shows its URI)',
            },
        ];
    }
}
