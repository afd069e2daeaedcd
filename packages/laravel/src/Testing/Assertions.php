<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Testing;

use Cotp\Testing\AssertsCotp;

/**
 * The assertions of cotp/testing, which need PHPUnit.
 *
 * @internal
 */
final class Assertions
{
    use AssertsCotp;
}
