<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Service\RawResponse;
use CotpCli\Service\ServiceError;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

final class ServiceErrorTest extends TestCase
{
    #[TestWith(['{"code":-125,"message":"Bad input data","moreInfo":"GuestMail is required."}', -125])]
    #[TestWith(['{"Code":"-125","Message":"Bad input data","MoreInfo":"GuestMail is required."}', -125])]
    #[TestWith(['{"error":{"code":-125,"message":"GuestMail is required."}}', -125])]
    #[TestWith(["\u{FEFF}<?xml version=\"1.0\"?><ErrorBlock><code>-125</code><moreInfo><![CDATA[GuestMail is required.]]></moreInfo></ErrorBlock>", -125])]
    #[TestWith(['{"title":"Validation failed","status":400,"errors":{"$.GuestMail":["The field is required."]}}', 0])]
    #[TestWith(['{"type":"about:blank","title":"Bad Request","detail":"GuestMail is required."}', 0])]
    #[TestWith(['{"Message":"GuestMail is required."}', 0])]
    #[TestWith(['"GuestMail is required."', 0])]
    public function testEveryFormTellsCodeAndName(string $body, int $code): void
    {
        $error = ServiceError::parse($body);
        self::assertSame($code, $error->code);
        self::assertContains('GuestMail', $error->identifiers());
    }

    #[TestWith([''])]
    #[TestWith(['<html><body>Not found</body></html>'])]
    #[TestWith(['<broken'])]
    #[TestWith(['{"a":'])]
    #[TestWith(['[]'])]
    public function testAnythingElseIsEmpty(string $body): void
    {
        self::assertTrue(ServiceError::parse($body)->isEmpty());
    }

    public function testOrdinaryWordsAreNoNames(): void
    {
        self::assertSame(['deliveryType'], ServiceError::parse('"The deliveryType must be Email or SMS (HTTP 400, see RFC 9457)."')->identifiers());
    }

    public function testSignatureIgnoresWhatDiffersWithEachRequest(): void
    {
        $first = new RawResponse(400, [], '{"title":"Bad","detail":"Control is unknown. Line 1, position 17","traceId":"00-0123456789abcdef0123456789abcdef-0123456789abcdef-00"}');
        $second = new RawResponse(400, [], '{"title":"Bad","detail":"Lang is unknown. Line 1, position 9","traceId":"00-f123456789abcdef0123456789abcdef-0123456789abcdef-00"}');
        self::assertSame($first->signatureFor('Control', 'Lang'), $second->signature());
        self::assertNotSame($first->signature(), $second->signature());
    }
}
