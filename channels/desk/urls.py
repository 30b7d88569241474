"""The desk's addresses, in German: staff read them."""

from django.urls import path

from channels.desk import case, inbox, live, signing_in

urlpatterns = [
    path("desk/", inbox.inbox, name="desk-inbox"),
    path("desk/eingang/<str:box>", inbox.inbox, name="desk-box"),
    path("desk/fall/<int:id>", case.show, name="desk-case"),
    path("desk/fall/<int:id>/antworten", case.reply, name="desk-reply"),
    path("desk/fall/<int:id>/<str:action>", case.act, name="desk-act"),
    path("desk/neues", live.news, name="desk-news"),
    path("desk/anmelden", signing_in.sign_in, name="desk-login"),
    path("desk/weiter", signing_in.cover, name="desk-cover"),
    path("desk/abmelden", signing_in.sign_out, name="desk-logout"),
    path("desk/einladung/<str:secret>", signing_in.invitation, name="desk-invitation"),
]
