<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

use function PHPStan\Testing\assertType;

/** @param array{a: CotpForm, b: CotpForm} $forms */
function types(CotpRequest $cotp, array $forms): void
{
    assertType('array<\'a\'|\'b\', CotpException|string>', $cotp->sendMany($forms));
    assertType('array<0, CotpException|CotpState>', $cotp->retrieveMany(['id']));
    assertType('array{pid: int, connections: int, hits: int, misses: int}', CotpRequest::pool());
    assertType('list<CotpDestination>', $cotp->getRetention('card')->destinations);
    assertType('array<mixed>', $cotp->retrieve('id')->details);
    assertType('array<string, mixed>', $forms['a']->extra);
    assertType('array<string, mixed>', $forms['a']->__serialize());
    assertType('string|null', $cotp->retrieve('id')->cardUri);
    assertType('\'https://service.pcibooking.net/api\'', CotpRequest::PRODUCTION);
}
