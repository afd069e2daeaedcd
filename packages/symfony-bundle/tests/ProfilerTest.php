<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\SymfonyBundle\Event\Attempted;
use Cotp\SymfonyBundle\Profiler\CotpDataCollector;
use Cotp\SymfonyBundle\Tests\lib\QueuedForm;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use CotpAttempt;
use CotpForm;
use CotpOutcome;
use CotpOutcomeUnknownException;
use Symfony\Component\EventDispatcher\EventDispatcherInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpKernel\Profiler\Profiler;
use Symfony\Component\VarDumper\Cloner\VarCloner;
use Symfony\Component\VarDumper\Dumper\CliDumper;

final class ProfilerTest extends SiteTestCase
{
    public function test_panel_shows_the_attempts_of_a_page(): void
    {
        $this->boot();
        $this->service(EventDispatcherInterface::class, 'event_dispatcher')->addListener('kernel.controller', function (): void {
            $this->attempt(new CotpAttempt('POST', '/cardrequest', 0, 1, false, '', 0.0, 0.0, 0.0, 0.0, 1.25, operation: 'send', outcome: CotpOutcome::Unknown, errorType: CotpOutcomeUnknownException::class));
            $this->attempt(new CotpAttempt('GET', '/cardrequest/{id}', 200, 1, true, 'HTTP/2', 0.0, 0.0, 0.0, 0.0, 0.5, operation: 'retrieve'));
        });
        $response = $this->ask();
        $this->kernel->terminate(Request::create('/ask/booking-1'), $response);
        $token = (string) $response->headers->get('X-Debug-Token');
        $profile = $this->service(Profiler::class, 'profiler')->loadProfile($token);
        $collector = $profile?->getCollector('cotp');
        self::assertInstanceOf(CotpDataCollector::class, $collector);
        self::assertSame([2, 1, 1, 1750.0], [count($collector->getAttempts()), $collector->getFailures(), $collector->getUnknown(), $collector->getMilliseconds()]);

        $panel = (string) $this->kernel->handle(Request::create("/_profiler/$token?panel=cotp"))->getContent();
        self::assertStringContainsString('GET /cardrequest/{id}', $panel);
        self::assertStringContainsString('CotpOutcomeUnknownException', $panel);
        self::assertStringContainsString('cotp 2', (string) $this->kernel->handle(Request::create("/_wdt/$token"))->getContent());
    }

    public function test_dump_shows_no_guest(): void
    {
        $this->boot();
        $form = new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', recipientName: 'Ada Guest');
        $dump = (string) (new CliDumper())->dump((new VarCloner())->cloneVar([new QueuedForm($form)]), true);
        self::assertStringContainsString('hotel-42', $dump);
        self::assertStringNotContainsString('guest@example.com', $dump);
        self::assertStringNotContainsString('Ada Guest', $dump);
    }

    private function attempt(CotpAttempt $attempt): void
    {
        $this->service(EventDispatcherInterface::class, 'event_dispatcher')->dispatch(new Attempted('default', $attempt));
    }
}
