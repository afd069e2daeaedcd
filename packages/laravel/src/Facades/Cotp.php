<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Facades;

use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Testing\CotpFake;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Support\Facades\Facade;
use LogicException;

/**
 * @method static \Cotp\Laravel\CotpAccount account(string $name = 'default')
 * @method static list<string> accounts()
 * @method static \CotpRequest client(string $account = 'default')
 * @method static \CotpCallbackVerifier verifier(string $account = 'default')
 * @method static \Cotp\Ledger\Ledger ledger()
 * @method static \Cotp\Ledger\Ask ask(string $key, \Closure $form, ?string $timeZone = null, ?string $fallbackEmail = null)
 *
 * @see CotpManager
 */
final class Cotp extends Facade
{
    /** Replaces the clients by fakes, and the ledger by an empty one in memory. Nothing has to be configured. */
    public static function fake(): CotpFake
    {
        $app = self::getFacadeApplication();
        $app instanceof Application || throw new LogicException('Cotp::fake() requires an application.');
        $fake = new CotpFake($app);
        self::swap($fake);
        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return CotpManager::class;
    }
}
