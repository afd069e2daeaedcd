<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpDestination;
use CotpRetention;
use DateTimeInterface;

/** A retention policy, for persons and programs. */
final readonly class RetentionText
{
    public function __construct(private string $requestId, private CotpRetention $policy)
    {
    }

    /** @return array<string, mixed> */
    public function json(): array
    {
        return [
            'requestId' => $this->requestId,
            'until' => $this->policy->until?->format(DateTimeInterface::ATOM),
            'deleteCard' => $this->policy->deleteCard,
            'destinations' => array_map(get_object_vars(...), $this->policy->destinations),
        ];
    }

    /** @return array<string, string|null> */
    public function facts(): array
    {
        $facts = [
            'Request' => $this->requestId,
            'Kept until' => $this->policy->until?->format(DateTimeInterface::ATOM) ?? 'no end',
            'Then' => $this->policy->deleteCard ? 'the whole card is deleted' : 'the security code is deleted',
        ];
        foreach ($this->policy->destinations as $i => $destination) {
            $facts['For ' . ($i + 1)] = self::text($destination);
        }
        return $facts;
    }

    private static function text(CotpDestination $destination): string
    {
        $used = $destination->usage === null ? '' : ", used $destination->usage times";
        return trim("$destination->type $destination->data") . ": $destination->quota times$used";
    }
}
