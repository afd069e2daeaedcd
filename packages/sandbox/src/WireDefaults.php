<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** Generated from the wire table by tools/generate-docs. */
final class WireDefaults
{
    /** @var array<string, string> the default of each wire entry */
    public const VALUES = [
        'send.path' => '/cardrequest',
        'send.method' => 'POST',
        'securityCode.path' => '/cardrequest/cvv',
        'securityCode.method' => 'POST',
        'retrieve.path' => '/cardrequest/{id}',
        'retrieve.method' => 'GET',
        'delete.path' => '/cardrequest/{id}',
        'delete.method' => 'DELETE',
        'retention.set.path' => '/payments/paycard/{token}/cvv/Restriction',
        'retention.set.method' => 'PUT',
        'retention.get.path' => '/payments/paycard/{token}/cvv/Restriction',
        'retention.get.method' => 'GET',
        'retention.delete.path' => '/payments/paycard/{token}/cvv/Restriction/{type}/{data}',
        'retention.delete.method' => 'DELETE',
        'cvv.clear.path' => '/payments/paycard/{token}/cvv',
        'cvv.clear.method' => 'DELETE',
        'card.delete.path' => '/payments/paycard/{token}',
        'card.delete.method' => 'DELETE',
        'authenticate.path' => '/accounts/authenticate/',
        'authenticate.method' => 'POST',
        'form.bookerId' => 'BookerId',
        'form.email' => 'RecipientEmail',
        'form.phone' => 'RecipientPhone',
        'form.callbackUrl' => 'CallbackUrl',
        'form.cardUri' => 'CardUri',
        'form.recipientName' => 'RecipientName',
        'form.bookerName' => 'BookerName',
        'form.language' => 'Language',
        'form.css' => 'Css',
        'form.amount' => 'Amount',
        'form.currency' => 'Currency',
        'form.supportLink' => 'CustomerSupportLink',
        'form.supportLinkText' => 'CustomerSupportLinkText',
        'form.supportEmail' => 'CustomerSupportEmail',
        'form.supportPhone' => 'CustomerSupportPhone',
        'form.threeDs' => 'ThreeDs',
        'form.merchantName' => 'merchantName',
        'form.headerText' => 'HeaderText',
        'form.footerText' => 'FooterText',
        'form.template' => 'Template',
        'form.deliveryMethod' => 'DeliveryMethod',
        'delivery.email' => 'Email',
        'delivery.sms' => 'SMS',
        'phone.format' => 'digits',
        'state.requestId' => 'RequestID',
        'state.status' => 'LastNotifiedStatus',
        'state.time' => 'LastNotifiedTime',
        'state.cardUri' => 'CardUri',
        'callback.requestId' => 'RequestID',
        'callback.status' => 'LastNotifiedStatus',
        'callback.time' => 'LastNotifiedTime',
    ];
}
